import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { longTest } from '../lanes/size.ts'
import { createCrowd } from './crowd.ts'
import { type Operator, signInOperator } from './operator.ts'
import { type RunningServer, type ServerOptions, startServer } from './server-process.ts'
import { waitUntil } from './wait-until.ts'

const stallMaxMs = 1_500
const crowd = createCrowd()
afterEach(() => crowd.sendHome())

async function start(options: ServerOptions = {}): Promise<{ server: RunningServer; operator: Operator }> {
  const server = await startServer({
    modules: ['holder.ts', 'garden.ts'],
    limits: { stallMaxMs, moduleMsMax: 20_000 },
    ...options,
  })
  return { server, operator: await signInOperator(server.url) }
}

const reportPath = (server: RunningServer) => `${server.databasePath}.stall.json`

test('[FAIL-10] a hook that holds the server ends it with 70; its zone is paused at the next start, and not asked for views', async () => {
  const { server, operator } = await start()
  const zoneId = await operator.createZone({ module: 'holder' })
  const wellId = await operator.createZone({ module: 'garden' })
  const { client, token } = await crowd.enter(operator, zoneId)
  const other = await crowd.enter(operator, wellId)

  // Time in which the watchdog did not run either does not count, and nor does a hook that is slow, and comes back.
  server.signal('SIGSTOP')
  await sleep(stallMaxMs + 500)
  server.signal('SIGCONT')
  expect(await client.intent(zoneId, { type: 'wait', ms: stallMaxMs - 800 })).toMatchObject({ outcome: 'applied' })

  void client.intent(zoneId, { type: 'view' }).catch(() => {})
  const heldAt = performance.now()
  expect(await server.exited).toEqual({ code: 70, signal: null })
  expect(performance.now() - heldAt).toBeLessThan(stallMaxMs + 5_000)
  expect(server.stderr).toMatch(
    new RegExp(
      `The watchdog ends the server with code 70: module holder, getPlayerState, zone ${zoneId}, player \\S+ has held it for [12]\\.\\d s\\. Nothing that was acknowledged is lost\\. At the next start this zone is paused\\.\\n`,
    ),
  )
  expect(JSON.parse(readFileSync(reportPath(server), 'utf8'))).toMatchObject({
    module: 'holder',
    hook: 'getPlayerState',
    zoneId,
  })

  const next = await start({ folder: server.folder })
  expect(existsSync(reportPath(server))).toBe(false)
  const error = expect.stringContaining('Stopped by the watchdog: module holder: getPlayerState held the server for')
  expect(await next.operator.zone(zoneId)).toMatchObject({ status: 'paused', error })
  await vi.waitFor(() => expect(next.server.stderr).toContain('the watchdog ended the last server'), {
    timeout: 10_000,
  })
  const again = await crowd.greet(next.server.url, token)
  again.send({ type: 'subscribe', zoneId, mode: 'full', ref: 'r' })
  await again.next('view_unavailable')
  const well = await crowd.greet(next.server.url, other.token)
  await well.watch(wellId)
  expect((await next.server.stop()).code).toBe(0)
})

test('[FAIL-10] [DUR-4] a loop in a timer of a module is found by the stack, and a signal meanwhile waits no longer for it', async () => {
  const { server, operator } = await start()
  const zoneId = await operator.createZone({ module: 'holder' })
  const { client } = await crowd.enter(operator, zoneId)
  await client.intent(zoneId, { type: 'timer' })
  await waitUntil(async () => !(await answers(server.url)))
  const signalledAt = performance.now()
  server.signal('SIGTERM')
  expect(await server.exited).toEqual({ code: 70, signal: null })
  expect(performance.now() - signalledAt).toBeLessThan(10_000)
  // The name of who ran last is kept until the next turn of the loop: a timer that is due at once may still go by it.
  const who =
    /code 70: module holder, (code outside of a hook|onTick|getPlayerState), .*, in spinForEver \(.*holder\.js\)/
  expect(server.stderr).toMatch(who)
})

longTest('[FAIL-10] a debugger may hold the server for as long as it likes', async () => {
  const { server, operator } = await start({ settings: { NODE_OPTIONS: '--inspect=127.0.0.1:0' } })
  const zoneId = await operator.createZone({ module: 'holder' })
  const { client } = await crowd.enter(operator, zoneId)
  expect(await client.intent(zoneId, { type: 'wait', ms: 2 * stallMaxMs })).toMatchObject({ outcome: 'applied' })
  expect((await server.stop()).code).toBe(0)
})

/** Whether the server answers within half a second. */
function answers(url: string): Promise<boolean> {
  return fetch(`${url}/ready`, { signal: AbortSignal.timeout(500) }).then(
    () => true,
    () => false,
  )
}
