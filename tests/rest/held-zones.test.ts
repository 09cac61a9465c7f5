import { describe, expect, test } from 'vitest'
import { createMetrics } from '../../framework/server/src/observe/metrics.ts'
import { addServerGauges } from '../../framework/server/src/sockets/server-gauges.ts'
import { createRestWorld } from './rest-world.ts'

const never = () => new Promise<never>(() => {})
/** A clock whose every wait is over at once. */
const after = (_ms: number, then: () => void) => {
  const timer = setImmediate(then)
  return () => clearImmediate(timer)
}
const hurried = { now: () => 0, monotonic: () => 0, after } as never

describe('[THREAD-1] while a module holds the zones', () => {
  test('which modules there are is told as it was told last, and refused where nobody knows', async () => {
    const { ask, host } = await createRestWorld({ change: { clock: hurried } })
    const { listModules } = host
    const paths = ['/v1/modules', '/docs/socket', '/asyncapi.json']
    Object.assign(host, { listModules: never })
    for (const path of paths) expect(await ask('GET', path)).toMatchObject({ status: 503 })
    Object.assign(host, { listModules })
    const told = await Promise.all(paths.map((path) => ask('GET', path)))
    expect(told.map(({ status }) => status)).toEqual([200, 200, 200])
    for (const gone of [never, () => Promise.reject(new Error('gone'))]) {
      Object.assign(host, { listModules: gone })
      for (const [index, path] of paths.entries()) expect((await ask('GET', path)).text).toBe(told[index]?.text)
    }
  })

  test('the metrics are there, with what waited for the storage last', async () => {
    const metrics = createMetrics()
    let storageWaiting: () => number | Promise<number> = () => 3
    const health = async () => ({ zonesByStatus: {}, loadedZones: 0, activeZones: 0, queuedInputs: 0 })
    const stats = () => ({ sockets: 0, unauthenticated: 0, congested: 0, unanswered: 0, pendingMessages: 0 })
    const zoneHalf = { zones: { health }, storageWaiting: () => storageWaiting() }
    addServerGauges(metrics, { zoneHalf, gateway: { stats }, clock: { after } } as never)
    expect((await metrics.render()).text).toContain('gridtick_storage_queue 3')
    storageWaiting = never
    expect((await metrics.render()).text).toContain('gridtick_storage_queue 3')
  })
})

describe('[EMBED-3] own routes', () => {
  test('a method that no Request has is refused as one', async () => {
    const { app } = await createRestWorld({ change: { routes: async () => new Response('never') } })
    const request = new Request('http://here/app/x', { headers: { host: 'here' } })
    Object.defineProperty(request, 'method', { value: 'TRACE' })
    const incoming = { socket: { remoteAddress: '9.9.9.9' }, headers: {} }
    const answer = await app.fetch(request, { incoming } as never)
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, expect.stringContaining('GET, HEAD')])
  })

  test('a body that fails is cut, and the log says why', async () => {
    const failing = () => {
      let isFirst = true
      return new ReadableStream({
        pull(controller) {
          if (!isFirst) throw new Error('secret words')
          isFirst = false
          controller.enqueue(new TextEncoder().encode('part'))
        },
      })
    }
    const { ask, lines } = await createRestWorld({ change: { routes: async () => new Response(failing()) } })
    expect((await ask('GET', '/app/x')).text).toBe('part')
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'the body of an answer of `routes` failed' }),
    )
  })
})
