import type { TestZone } from '@gridtick/testing'
import { describe, expect, test } from 'vitest'
import { bounds } from '../../../../../modules/space-combat/screen/region/bounds.ts'
import { followRegion, type RegionState } from '../../../../../modules/space-combat/screen/region/follow-region.ts'
import type { RegionZone } from '../../../../../modules/space-combat/screen/region/region-view.ts'
import type { Scene } from '../../../../../modules/space-combat/screen/region/scene.ts'
import { ask, withCaptains } from '../../captains.ts'
import { asked, viewOf } from '../region-view.ts'

type Listener = (event: unknown) => void

/** A captain of a test zone, whose client hears of a tick when the test says so. */
function clientOf(zone: TestZone, playerId: string) {
  const listeners = new Map<string, Set<Listener>>()
  const queries: string[] = []
  let heard = zone.events(playerId).length
  const client = {
    status: 'open',
    get view() {
      return viewOf(zone, playerId)
    },
    on(name: string, listener: Listener) {
      const all = listeners.get(name) ?? new Set()
      listeners.set(name, all.add(listener))
      return () => all.delete(listener)
    },
    query: async (name: Parameters<RegionZone['query']>[0], input?: object) => {
      queries.push(name)
      return { tick: 1, result: asked(zone, playerId, name, input) }
    },
    send: () => new Promise(() => {}),
  }
  const tell = (name: string, event: object) => {
    for (const listener of listeners.get(name) ?? []) listener(event)
  }
  return {
    client,
    zone: client as unknown as RegionZone,
    queries,
    tell,
    listeners: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
    tick(eventsDropped = false) {
      const events = zone.events(playerId).slice(heard)
      heard += events.length
      tell('tick', { view: client.view, events, eventsDropped })
    },
  }
}

async function following(zone: TestZone, playerId: string) {
  const connection = clientOf(zone, playerId)
  const scenes: Scene[] = []
  const states: RegionState[] = []
  const region = followRegion({ zone: connection.zone, playerId, writeTo() {} })
  region.start({ onScene: (scene) => scenes.push(scene), onState: (state) => states.push(state) })
  await settled()
  return { ...connection, region, scenes, states, scene: () => scenes.at(-1) }
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

describe('following a region', () => {
  test('the scene holds the view, the chart and what was said; each tick makes one of all that came with it', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'bob', 'send_message', { scope: 'broadcast', content: 'Hello' })
    const { scene, scenes, tick, states } = await following(zone, 'ann')
    expect(states.at(-1)).toEqual({ isOpen: true, isPlaying: true, words: '' })
    expect([...(scene()?.chart.keys() ?? [])]).toEqual([0, 1, 2, 5])
    expect(scene()?.messages).toMatchObject([{ fromName: 'bob', fromId: 'bob', content: 'Hello' }])

    await ask(zone, 'ann', 'move', { toSector: 1 })
    const before = scenes.length
    tick()
    await Promise.resolve()
    expect(scenes).toHaveLength(before + 1)
    await settled()
    expect(scene()?.now.own.sector).toBe(1)
    expect(scene()?.log.map(({ text }) => text)).toEqual(['You flew from sector 0 to sector 1.'])
    expect([...(scene()?.chart.keys() ?? [])]).toEqual([0, 1, 2, 5, 3, 4])
    expect(scene()?.chart.get(1)?.port).toMatchObject({ code: 'BBS', prices: { equipment: 38 } })
    expect(scene()?.captains.get('bob')).toBe('bob')
  })

  test('captains of the same name are told apart wherever they are named, and one of another name stays as it is', async () => {
    const zone = await withCaptains(['cem', 'one-4f2c', 'two-81d0', 'bob'])
    const client = clientOf(zone, 'cem')
    const rename = (data: object): object => ({
      ...data,
      ...('name' in data && /^(one|two)/.test(String(data.name)) ? { name: 'Ann' } : {}),
      ...('participants' in data ? { participants: (data.participants as object[]).map(rename) } : {}),
    })
    const renamed = () => {
      const view = viewOf(zone, 'cem')
      const entities = [...view.entities].map(([id, entity]) => [id, { ...entity, data: rename(entity.data) }] as const)
      return { ...view, entities: new Map(entities) }
    }
    let view = renamed()
    Object.defineProperty(client.client, 'view', { get: () => view })
    let scene: Scene | undefined
    const region = followRegion({ zone: client.zone, playerId: 'cem', writeTo() {} })
    const onScene = (next: Scene) => {
      scene = next
    }
    region.start({ onScene, onState() {} })
    await settled()
    expect(scene?.now.others.map(({ name }) => name)).toEqual(['Ann #4f2c', 'Ann #81d0', 'bob'])
    expect(scene?.captains.get('two-81d0')).toBe('Ann #81d0')

    await ask(zone, 'cem', 'initiate_combat')
    view = renamed()
    const started = zone.events('cem').filter(({ event }) => event === 'combat.started')
    client.tell('tick', { view, events: started, eventsDropped: false })
    await settled()
    const fight = scene?.now.fight
    expect(fight?.parties.map(({ name }) => name).sort()).toEqual(['Ann #4f2c', 'Ann #81d0', 'bob', 'cem'])
    expect(scene?.log.at(-1)?.text).toBe('A fight in sector 0, with bob, Ann #4f2c and Ann #81d0.')
    client.tell('tick', { view, events: [], eventsDropped: false })
    await settled()
    // Nothing changed, so nothing is drawn again.
    expect(scene?.now.fight).toBe(fight)
  })

  test('where events were lost it asks for all that it may have missed', async () => {
    const zone = await withCaptains(['ann'])
    const { queries, tick } = await following(zone, 'ann')
    queries.length = 0
    tick()
    await settled()
    expect(queries).toEqual([])
    tick(true)
    await settled()
    expect(queries.sort()).toEqual(['local_map', 'messages', 'my_map'])
  })

  test('who has no ship yet is arriving; a region that does not run says so', async () => {
    const zone = await withCaptains(['ann'])
    const { client, states, tell } = await following(zone, 'ann')
    client.status = 'paused'
    tell('status', { status: 'paused' })
    await settled()
    expect(states.at(-1)).toMatchObject({ isOpen: false, isPlaying: true, words: expect.stringContaining('paused') })

    const stranger = clientOf(zone, 'ann')
    const arriving: RegionState[] = []
    const region = followRegion({ zone: stranger.zone, playerId: 'nobody', writeTo() {} })
    region.start({ onScene: () => expect.unreachable(), onState: (state) => arriving.push(state) })
    await settled()
    expect(arriving.at(-1)).toMatchObject({ isPlaying: false, words: expect.stringContaining('on its way') })
  })

  test('the log has a bound, and after the end nothing is heard or drawn', async () => {
    const zone = await withCaptains(['ann', 'op'])
    const { scene, scenes, tick, region, listeners, tell } = await following(zone, 'ann')
    const events = Array.from({ length: bounds.happeningsMax + 5 }, () => ({ event: 'port.reset', payload: {} }))
    tell('tick', { view: viewOf(zone, 'ann'), events, eventsDropped: false })
    await settled()
    expect(scene()?.log).toHaveLength(bounds.happeningsMax)
    expect(scene()?.log.at(-1)?.number).toBe(bounds.happeningsMax + 5)

    region.stop()
    expect(listeners()).toBe(0)
    const drawn = scenes.length
    tick()
    await settled()
    expect(scenes).toHaveLength(drawn)
  })
})
