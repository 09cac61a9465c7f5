import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LoadReport } from '../../apps/bots/report/load-report.ts'
import { runHere } from '../cli/run-here.ts'
import { debugUser } from '../integration/debug-user.ts'
import { freshFolder } from '../integration/fresh-folder.ts'
import { type Operator, signInOperator } from '../integration/operator.ts'
import { startServer } from '../integration/server-process.ts'
import { startProgram } from '../integration/start-program.ts'
import { waitUntil } from '../integration/wait-until.ts'
import { asBuilt } from '../lanes/programs.ts'

const emptyFolder = freshFolder()
/** `gridtick loadtest` as a process, in an empty folder, with nothing of this machine's settings. */
function startLoadTest(args: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  return startProgram(asBuilt('apps/cli/main.ts'), ['loadtest', ...args], { folder: emptyFolder, settings })
}

function reportOf({ stdout }: { readonly stdout: string }): LoadReport {
  return JSON.parse(stdout) as LoadReport
}

const zonesOf = async (operator: Operator): Promise<unknown[]> => (await operator.rest('GET', '/v1/zones')).zones

test('without a server it starts one, makes more zones when they are full, and leaves nothing behind', async () => {
  const folder = freshFolder()
  const args = [
    '--module',
    'hello-grid',
    '--players',
    '6',
    '--seconds',
    '1.5',
    '--config',
    '{"playersMax":4}',
    '--json',
  ]
  const ended = await startLoadTest(args, { TMPDIR: folder }).ended
  expect(ended.stderr).toMatch(/^Starting a server for this test/)
  expect(ended.code).toBe(0)
  const report = reportOf(ended)
  expect(report).toMatchObject({
    ...{ module: 'hello-grid', playedBy: 'bot', isOwnServer: true, players: 6, playing: 6, zones: 2, failures: {} },
    ...{ joins: { count: 6 }, connections: { lost: 0, reconnected: 0 }, server: { memoryMb: expect.any(Number) } },
  })
  const { settled, applied, refused, ms } = report.intents
  expect(applied).toBeGreaterThan(0)
  expect(Object.values(refused).reduce((sum, count) => sum + count, applied)).toBe(settled)
  expect(ms.p50).toBeLessThanOrEqual(ms.p90)
  expect(ms.p90).toBeLessThanOrEqual(ms.max)
  expect(report.frames.count).toBeGreaterThan(0)
  expect(report.bytes.perPlayerPerSecond).toBeGreaterThan(0)
  expect(readdirSync(folder).filter((name) => name.startsWith('gridtick-load-'))).toEqual([])
})

test('killed while its server starts, it leaves nothing behind either', async () => {
  const folder = freshFolder()
  const left = () => readdirSync(folder).filter((name) => name.startsWith('gridtick-load-'))
  const run = startLoadTest(['--module', 'hello-grid', '--players', '2', '--minutes', '1'], { TMPDIR: folder })
  await waitUntil(() => left().length > 0)
  run.child.kill('SIGKILL')
  await run.ended
  await waitUntil(() => left().length === 0)
})

test('wrong usage is told in a line or two, and ends with 2', async () => {
  const cases = [
    ['there is no such module', ['--module', 'nope']],
    ['exclude each other', ['--module', 'hello-grid', '--minutes', '1', '--seconds', '1']],
  ] as const
  const all = await Promise.all(cases.map(([, args]) => runHere(['loadtest', ...args], {})))
  for (const [index, { code, stdout, stderr }] of all.entries()) {
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(cases[index]?.[0])
    expect(stderr).not.toContain('    at ')
  }
})

describe('against a server that runs', async () => {
  const server = await startServer({ modules: ['garden.ts', 'thrower.ts'], limits: { socketsPerAddressMax: 5 } })
  const operator = await signInOperator(server.url)
  const login = ['--url', server.url, '--user', debugUser.username, '--password', debugUser.password]

  test('what its limits, its roles or its zones do not allow is refused, and it says what to do', async () => {
    const zoneId = await operator.createZone({ module: 'thrower' })
    const garden = ['--module', 'garden', '--url', server.url]
    const [tooMany, guest, other] = await Promise.all([
      runHere(['loadtest', ...garden, '--players', '6'], {}),
      runHere(['loadtest', ...garden, '--players', '5'], {}),
      runHere(['loadtest', ...garden, '--players', '5', '--zone', zoneId], {}),
    ])
    expect(tooMany.stderr).toMatch(
      /socketsPerAddressMax is 5: 6 cannot play at once\n.*\n +LIMITS='\{"socketsPerAddressMax":\d+\}'/,
    )
    expect(guest.stderr).toContain('Zones are made by the debug user')
    expect(other.stderr).toContain('that zone is a thrower, not a garden')
    expect([tooMany, guest, other].map(({ code }) => code)).toEqual([2, 2, 2])
    await operator.rest('DELETE', `/v1/zones/${zoneId}`)
  })

  test('a module without a bot is played by random intents, until Ctrl-C; its zones are deleted', async () => {
    const run = startLoadTest(['--module', 'garden', '--players', '4', '--zones', '2', '--minutes', '100', ...login])
    await waitUntil(async () => (await operator.health()).connections === 4)
    await waitUntil(async () => (await operator.metric('gridtick_intents_total{module="garden",result="applied"}')) > 0)
    run.child.kill('SIGINT')
    const { code, stdout } = await run.ended
    expect(stdout).toMatch(/^4 players of garden \(random intents\) in 2 zones, measured for \d+ s\n/)
    expect(stdout).toMatch(/^failures +none$/m)
    expect(code).toBe(0)
    expect(await zonesOf(operator)).toEqual([])
  })

  test('what the module fails on is a failure, and it ends with 1', async () => {
    const ended = await startLoadTest([
      '--module',
      'thrower',
      '--players',
      '2',
      '--pace',
      '10',
      '--seconds',
      '2',
      '--json',
      ...login,
    ]).ended
    const { intents, failures } = reportOf(ended)
    expect(intents.refused.intent_failed).toBeGreaterThan(0)
    expect(failures['intents refused with intent_failed']).toBeGreaterThanOrEqual(intents.refused.intent_failed ?? 0)
    expect(ended.code).toBe(1)
  })
})
