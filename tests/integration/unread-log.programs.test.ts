import { execFileSync } from 'node:child_process'
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCrowd } from './crowd.ts'
import { freshFolder } from './fresh-folder.ts'
import { signInOperator } from './operator.ts'
import { startServer } from './server-process.ts'
import { waitUntil } from './wait-until.ts'

/** What is in a pipe at the moment. */
function readAll(pipe: number): string {
  const chunk = Buffer.alloc(65_536)
  let text = ''
  try {
    for (let bytes = -1; bytes !== 0; text += chunk.toString('utf8', 0, bytes)) bytes = readSync(pipe, chunk)
  } catch {
    // It is empty, and its writer goes on.
  }
  return text
}

test('[OBS-2] a standard error that nobody reads holds no server; lines are dropped and counted, which is said when it is read', async () => {
  const path = join(freshFolder(), 'stderr')
  execFileSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const stderr = openSync(path, constants.O_WRONLY)
  const server = await startServer({ modules: ['holder.ts'], settings: { LOG_LEVEL: 'trace' }, stderr })
  closeSync(stderr)
  const operator = await signInOperator(server.url)
  const zoneId = await operator.createZone({ module: 'holder' })
  const crowd = createCrowd()
  const { client } = await crowd.enter(operator, zoneId)

  for (let time = 0; time < 10; time++)
    expect(await client.intent(zoneId, { type: 'log', lines: 300 })).toMatchObject({ outcome: 'applied' })
  expect((await operator.health()).status).toBe('ok')
  const dropped = await operator.metric('gridtick_log_lines_dropped')
  expect(dropped).toBeGreaterThan(1_000)

  let text = ''
  await waitUntil(() => {
    text += readAll(reader)
    return /(\d+) lines of the log were dropped/.test(text)
  })
  expect(Number(/(\d+) lines of the log were dropped/.exec(text)?.[1])).toBeGreaterThanOrEqual(dropped)
  expect(
    text
      .split('\n')
      .slice(0, -1)
      .map((line) => typeof JSON.parse(line).level),
  ).not.toContain('undefined')
  crowd.sendHome()
  expect((await server.stop()).code).toBe(0)
  closeSync(reader)
})
