import { type Client, GridtickError, type JoinedZone } from '@gridtick/client'
import { expect, test, vi } from 'vitest'
import { findPlaces } from '../../apps/bots/crowd/find-places.ts'
import { joinPlace } from '../../apps/bots/crowd/join-place.ts'
import { createPlaces } from '../../apps/bots/crowd/places.ts'
import { createTally } from '../../apps/bots/report/tally.ts'
import type { ServerAccess } from '../../apps/bots/server/server-access.ts'

/** A client whose zones answer with these codes; `open` lets it in. */
function clientFor(answers: { readonly [zoneId: string]: string }): Client {
  return {
    status: { phase: 'connected' },
    async join(zoneId: string) {
      const code = answers[zoneId] ?? 'open'
      if (code !== 'open') throw new GridtickError({ code, message: code, retryable: false })
      return { id: zoneId } as JoinedZone
    },
  } as unknown as Client
}

function join(client: Client, places: ReturnType<typeof createPlaces>) {
  const told: string[] = []
  const stopping = new AbortController()
  const tell = (text: string) => {
    told.push(text)
    // A player who waits for a place would wait for ever.
    if (text.includes('full')) stopping.abort()
  }
  return { told, joined: joinPlace(client, { places, tally: createTally(), tell, signal: stopping.signal }) }
}

test('a game that is over is said to be over, and nobody waits for a place in it', async () => {
  const { told, joined } = join(clientFor({ one: 'zone_finished' }), createPlaces(['one'], undefined))
  expect(await joined).toBeUndefined()
  expect(told).toEqual([
    'The game is over, so nobody can join any more. Name another zone, or let the program make new ones.',
  ])
})

test('where one game is over and the other zone is full, a place may still become free', async () => {
  const places = createPlaces(['one', 'two'], undefined)
  const { told, joined } = join(clientFor({ one: 'zone_finished', two: 'zone_full' }), places)
  expect(await joined).toBeUndefined()
  expect(told).toEqual(['All zones are full; who did not come in waits for a place.'])
  places.give('two')
  expect(await places.take()).toBe('two')
})

test('a game that is over stays over when players of it are counted out; another zone is made where that may be', async () => {
  const createZone = vi.fn(async () => 'next')
  const places = createPlaces(['one'], { createZone, zonesMax: 2 })
  expect(await places.take()).toBe('one')
  const { joined } = join(clientFor({ one: 'zone_finished' }), places)
  expect((await joined)?.id).toBe('next')
  places.give('one')
  expect(await places.take()).toBe('next')
  expect(createZone).toHaveBeenCalledTimes(1)
})

test('a zone whose game is over already is refused before anybody plays', async () => {
  const access = {
    url: 'http://127.0.0.1:1',
    signUp: async () => ({ guest: { playerId: 'p', token: 't' } }),
    zoneOf: async () => ({ module: 'race', isOver: true }),
  } as unknown as ServerAccess
  const search = { access, module: 'race', zones: { id: 'z' }, bot: { thinkMs: 1, act: () => undefined } }
  const found = findPlaces({ ...search, tell() {}, signal: new AbortController().signal })
  await expect(found).rejects.toThrow('--zone: the game in that zone is over. Name another zone.')
})
