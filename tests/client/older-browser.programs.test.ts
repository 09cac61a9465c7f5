import { createContext, runInContext } from 'node:vm'
import { build, transform } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import { clientBundle } from '../../apps/build/bundle-client.ts'
import type { createClient } from '../../framework/client/src/index.ts'
import { scriptedClient, zoneId } from './scripted-server.ts'

/** What came into JavaScript after 2020, by what has it. Those that this Node.js has not got yet are not there anyway. */
const newer: Readonly<Record<string, readonly string[]>> = {
  'Array.prototype': ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'toSpliced', 'with'],
  Array: ['fromAsync'],
  'Object.getPrototypeOf(Int8Array.prototype)': ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'with'],
  'String.prototype': ['at', 'isWellFormed', 'replaceAll', 'toWellFormed'],
  Object: ['groupBy', 'hasOwn'],
  Map: ['groupBy'],
  Promise: ['any', 'try', 'withResolvers'],
  'Set.prototype': ['difference', 'intersection', 'isDisjointFrom', 'isSubsetOf', 'isSupersetOf', 'union'],
  'ArrayBuffer.prototype': ['resize', 'transfer'],
  RegExp: ['escape'],
  globalThis: ['AggregateError', 'FinalizationRegistry', 'Iterator', 'WeakRef', 'structuredClone'],
}

/** As browsers had it before `canParse` and `parse`. */
class OlderUrl {
  readonly protocol: string

  constructor(text: string) {
    this.protocol = new URL(text).protocol
  }
}

describe('[PKG-6] the client as it is published, where only what is known that was in JavaScript in 2020', () => {
  let bundle = ''
  let published: { readonly createClient: typeof createClient }

  beforeAll(async () => {
    const { outputFiles } = await build({ ...clientBundle, format: 'iife', globalName: 'gridtick', write: false })
    bundle = outputFiles[0]?.text ?? ''
    const context = createContext({ console, setTimeout, clearTimeout, performance, TextEncoder, URL: OlderUrl })
    const removals = Object.entries(newer).flatMap(([owner, names]) => names.map((name) => `delete ${owner}.${name};`))
    runInContext(removals.join('\n'), context)
    published = runInContext(`${bundle}\ngridtick`, context)
  })

  test('what is newer is missing there', () => {
    const context = createContext({})
    expect(runInContext('typeof Object.hasOwn + typeof WeakRef', context)).toBe('functionfunction')
    runInContext('delete Object.hasOwn; delete globalThis.WeakRef', context)
    expect(runInContext('typeof Object.hasOwn + typeof WeakRef', context)).toBe('undefinedundefined')
  })

  test('it is written in no newer words', async () => {
    const write = async (target: string) => (await transform(bundle, { target, format: 'esm' })).code
    expect(await write('es2020')).toBe(await write('esnext'))
    const newerWords = 'class A { #a = 1; b() { return (this.c ??= this.#a) } }'
    expect((await transform(newerWords, { target: 'es2020' })).code).not.toContain('#a')
  })

  test('it joins, follows what changes, sends, asks, comes back after a loss, and closes', async () => {
    const world = scriptedClient({ create: published.createClient })
    const thing = { id: 'a', kind: 'thing', x: 0, y: 0, ownerId: null, data: { name: 'A', at: { z: 1 } } }
    const { socket, zone } = await world.joined({ entities: [thing] })
    const patch: [string, object][] = [['a', { x: 2, data: { at: { z: 2 } } }]]
    socket.say({ type: 'tick', zoneId, tick: 2, prev: 1, at: 2, full: false, set: [], patch, remove: [], events: [] })
    expect(zone.view.entities.get('a')).toEqual({ ...thing, x: 2, data: { name: 'A', at: { z: 2 } } })

    const sent = zone.send('step', { dx: 1, word: 'grün 🌱' })
    const asked = zone.query('near', {})
    await world.socket(0)
    socket.settle(1)
    const { ref } = socket.last('query')
    socket.say({ type: 'query_result', zoneId, ref, name: 'near', tick: 2, result: [1] })
    expect(await sent).toMatchObject({ outcome: 'applied' })
    expect(await asked).toEqual({ tick: 2, result: [1] })
    expect(await zone.send('step', { word: '\ud800' })).toMatchObject({ outcome: 'refused', code: 'invalid' })

    socket.shut()
    const again = (await world.nextSocket()).welcome()
    again.showZone({ tick: 3, lastSeq: 1, entities: [thing] })
    expect(zone.view).toMatchObject({ tick: 3 })
    await world.client.close()
    expect(world.statuses.at(-1)).toMatchObject({ phase: 'closed' })
  })

  test('an address that is none is refused', () => {
    expect(() => published.createClient({ url: 'no address', token: 't' })).toThrow(
      /"no address" is not the address of a socket/,
    )
  })
})
