import { expect, test } from 'vitest'
import { freshFolder } from '../integration/fresh-folder.ts'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { startServer } from '../integration/server-process.ts'
import { startProgram } from '../integration/start-program.ts'
import { waitUntil } from '../integration/wait-until.ts'
import { asWritten } from '../lanes/programs.ts'

const runBots = (args: readonly string[]) =>
  startProgram(asWritten('apps/bots/main.ts'), args, { folder: freshFolder() })

const playing = async (operator: Operator) => (await operator.health()).connections

test('where no server answers it says so, and ends with 1; a zone that is not there is a bad argument', async () => {
  const nobody = await runBots(['--zone', 'z', '--trader', '1', '--url', 'http://127.0.0.1:9']).ended
  expect(nobody).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^No server answers at .*\n$/) })
  const server = await startServer()
  const lost = await runBots(['--zone', 'z', '--trader', '1', '--url', server.url]).ended
  expect(lost).toMatchObject({ code: 2, stderr: expect.stringMatching(/^--zone: .* has no zone z\. .*\n$/) })
  await server.stop()
})

test('they play, wait for places, come back after a kill -9, and end with a summary', async () => {
  const options = { folder: freshFolder(), modules: ['space-combat'], limits: { guestsPerAddressPerMinute: 12 } }
  const first = await startServer(options)
  const operator = await signInOperator(first.url)
  const config = { map: { sectors: 20, seed: 3 }, combat: { roundTimeoutMs: 500 } }
  const zoneId = await operator.createZone({ module: 'space-combat', everyMs: 50, config })
  const crew = ['--trader', '6', '--pirate', '3', '--toll-keeper', '2', '--coward', '2']
  const bots = runBots(['--zone', zoneId, '--url', first.url, ...crew, '--pace', '10'])
  // Thirteen are to play, and the server lets twelve in.
  await waitUntil(() => bots.output.stderr.includes('No new guest for'))
  await waitUntil(async () => (await playing(operator)) >= 10)
  const players = await playing(operator)

  first.signal('SIGKILL')
  await first.exited
  const settings = { PORT: new URL(first.url).port }
  const second = await startServer({ ...options, settings })
  await waitUntil(async () => (await playing(operator)) >= players)
  // They trade.
  await waitUntil(async () => (await operator.rest('GET', `/v1/zones/${zoneId}/log?type=trade`)).entries.length > 0)
  bots.child.kill('SIGINT')
  const { code, stdout } = await bots.ended
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^trader +[1-9]/m) })
  expect(stdout).toMatch(/^connections +[1-9]\d* lost, [1-9]\d* reconnected$/m)
  expect(stdout).not.toMatch(/twice|did not grow|without a result/)
  // They have left, but for those who were between two connections.
  await waitUntil(async () => (await playing(operator)) === 0)
  // Those who were between two connections are members still; as connected they count for ten seconds at the most.
  await waitUntil(async () => (await operator.zone(zoneId)).players.connected === 0)
  expect(second.stderr).toBe('')
  await second.stop()
}, 120_000)
