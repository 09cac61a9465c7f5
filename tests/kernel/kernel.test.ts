import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  isSameJson,
  JsonValueError,
  mergeDeep,
  mergePatch,
  toFrozenJson,
} from '../../framework/core/src/kernel/json-value.ts'
import { parseJson } from '../../framework/core/src/kernel/parse-json.ts'
import { createIdSource, createRandom } from '../../framework/engine/src/kernel/random.ts'
import { canonicalJson, stableHash } from '../../framework/engine/src/kernel/stable-hash.ts'
import { thrownText } from '../../framework/engine/src/kernel/thrown-text.ts'
import { applyFrame } from '../../framework/protocol/src/apply-frame.ts'
import { size } from '../lanes/size.ts'

type JsonRecord = Record<string, unknown>
const isSafe = (value: unknown) => typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER
const json = fc
  .json({ maxDepth: 4 })
  .map((text) => text.replaceAll('__proto__', 'proto'))
  .map((text) => JSON.parse(text, (_key, value) => (value === 0 || !isSafe(value) ? 0 : value)) as unknown)
const object = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'constructor'), json, { noNullPrototype: true })

describe('JSON values', () => {
  test('[MOD-11] a frozen copy is what JSON would bring back, frozen at every depth, and kept when copied again', () => {
    fc.assert(
      fc.property(json, (value) => {
        const copy = toFrozenJson(value)
        expect(copy).toEqual(value)
        expect(toFrozenJson(copy)).toBe(copy)
        expectFrozen(copy)
      }),
    )
  })

  function expectFrozen(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    expect(Object.isFrozen(value)).toBe(true)
    for (const part of Object.values(value)) expectFrozen(part)
  }

  test('[MOD-9] what JSON would drop or change is refused, with its place', () => {
    const sparse: unknown[] = [1]
    sparse[2] = 3
    const bad: readonly (readonly [unknown, readonly string[]])[] = [
      [undefined, []],
      [{ a: [1, undefined] }, ['a', '1']],
      [sparse, ['1']],
      [{ a: { b: Number.NaN } }, ['a', 'b']],
      [[Infinity], ['0']],
      [2 ** 53, []],
      [-1e300, []],
      [Symbol('s'), []],
      [{ [Symbol('s')]: 1 }, []],
      [{ a: new Set() }, ['a']],
      [{ '\udc00': 1 }, ['\udc00']],
      [JSON.parse('{"a":{"__proto__":1}}'), ['a', '__proto__']],
    ]
    for (const [value, path] of bad) {
      let thrown: unknown
      try {
        toFrozenJson(value)
      } catch (error) {
        thrown = error
      }
      expect(thrown).toBeInstanceOf(JsonValueError)
      expect((thrown as JsonValueError).path).toEqual(path)
    }
    const shared = { n: 1 }
    expect(toFrozenJson([shared, shared, Object.create(null), 2 ** 53 - 1])).toEqual([
      { n: 1 },
      { n: 1 },
      {},
      2 ** 53 - 1,
    ])
  })

  test('[MOD-6] merging puts the named fields over the old ones, and changes neither', () => {
    expect(mergeDeep({ a: { b: 1, c: 2 }, d: [1, 2] }, { a: { b: 3 }, d: [4] })).toEqual({ a: { b: 3, c: 2 }, d: [4] })
    expect(mergeDeep({}, { toString: 1, constructor: { x: 1 } })).toEqual({ toString: 1, constructor: { x: 1 } })
    const merged = mergeDeep({}, JSON.parse('{"__proto__":{"polluted":1}}')) as JsonRecord
    expect([Object.keys(merged), ({} as JsonRecord).polluted]).toEqual([['__proto__'], undefined])
  })

  test('[WIRE-3] applying the merge patch from a to b to a gives b, wherever there is one', () => {
    let expressed = 0
    fc.assert(
      fc.property(object, object, (from, to) => {
        const patch = mergePatch(from, to)
        if (patch === undefined) {
          expect(JSON.stringify(to)).toContain('null')
          return
        }
        expressed += 1
        const entity = { id: 'a', kind: 'k', x: 0, y: 0, ownerId: null }
        const view = { tick: 1, at: 0, entities: new Map([['a', { ...entity, data: from as never }]]), extras: {} }
        const frame = {
          type: 'tick',
          zoneId: 'z',
          tick: 2,
          at: 0,
          full: false,
          prev: 1,
          set: [],
          remove: [],
          events: [],
        }
        const shown = applyFrame(view, { ...frame, patch: [['a', { data: patch }]] } as never)
        expect(shown.entities.get('a')?.data).toEqual(to)
      }),
      { numRuns: size({ usual: 400, long: 5_000 }) },
    )
    expect(expressed).toBeGreaterThan(50)
  })

  test('[STEP-3] being the same does not depend on the order of keys', () => {
    const value = { a: [1, { b: 2, c: null }], d: 'x' }
    expect(isSameJson(value, { d: 'x', a: [1, { c: null, b: 2 }] })).toBe(true)
    const others: unknown[] = [
      { a: [1, { b: 2 }], d: 'x' },
      { a: [{ b: 2, c: null }, 1], d: 'x' },
      [],
      null,
      'x',
      { toString: 1 },
    ]
    for (const other of others) expect(isSameJson(value, other)).toBe(false)
    fc.assert(fc.property(json, json, (a, b) => isSameJson(a, b) === (canonicalJson(a) === canonicalJson(b))))
  })
})

describe('JSON from outside', () => {
  const problem = (text: string, depthMax = 16) => {
    const parsed = parseJson(text, depthMax)
    return parsed.ok ? 'ok' : parsed.problem
  }

  test('[SEC-4] nesting is bounded before anything is parsed, and brackets in strings do not count', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect([problem(nested(16)), problem(nested(17)), problem('['.repeat(1_000_000))]).toEqual(['ok', 'depth', 'depth'])
    expect(problem(`{"a":"${'[{'.repeat(50)}","b":"\\"[[["}`, 2)).toBe('ok')
    expect(problem(`[[${'[],'.repeat(50)}[]]]`, 3)).toBe('ok')
  })

  test('[SEC-4] what no game should meet is refused', () => {
    for (const text of ['', '{', '\ufeff{}', '{"a":1,}', "{'a':1}", 'NaN', '[1] 2', '\u0000'])
      expect(problem(text), text).toBe('syntax')
    for (const text of [
      '{"__proto__":1}',
      '[{"a":{"__proto__":{}}}]',
      '1e999',
      '[-1e999]',
      '"\\ud800"',
      '{"\\udc00":1}',
    ])
      expect(problem(text), text).toBe('content')
    for (const text of ['{"proto":1}', '1e308', '"\\ud83d\\ude00"', ' null ', '{"constructor":1}'])
      expect(problem(text), text).toBe('ok')
  })

  test('[SEC-4] whatever the text, it never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof parseJson(text, 4).ok === 'boolean'))
  })
})

describe('chance', () => {
  test('[MOD-4] the same seed draws the same, another one other numbers', () => {
    const draws = (seed: string) => {
      const random = createRandom(seed)
      const list = [1, 2, 3, 4, 5]
      return [random.next(), random.int(-5, 5), random.chance(0.5), random.pick(list), random.shuffle(list)]
    }
    expect(draws('a')).toEqual(draws('a'))
    expect(draws('a')).not.toEqual(draws('b'))
    // A fixed value: replays of old recordings, and other machines, must draw the same.
    expect(createRandom('gridtick').int(0, 1_000_000)).toBe(754996)
  })

  test('[MOD-4] a fork draws its own: neither shifts the other', () => {
    const [one, other] = [createRandom('s'), createRandom('s')]
    const fork = one.fork('loot')
    const forked = [fork.next(), fork.next()]
    expect(one.next()).toBe(other.next())
    other.next()
    const late = other.fork('loot')
    expect([late.next(), late.next()]).toEqual(forked)
    expect(other.fork('traps').next()).not.toBe(forked[0])
  })

  test('[MOD-4] draws stay within what was asked for, and bad wishes throw', () => {
    const random = createRandom('x')
    fc.assert(
      fc.property(fc.integer(), fc.nat(1_000), (min, span) => {
        const drawn = random.int(min, min + span)
        return Number.isInteger(drawn) && drawn >= min && drawn <= min + span
      }),
    )
    const list = [1, 2, 3, 4]
    expect([...random.shuffle(list)].sort()).toEqual(list)
    expect([random.chance(0), random.chance(1)]).toEqual([false, true])
    for (const bad of [() => random.int(2, 1), () => random.int(0.5, 1), () => random.pick([])]) expect(bad).toThrow()
  })

  test('[MOD-4] ids differ by seed, tick, kind and count, and tell none of them', () => {
    const ids = ['s', 't'].flatMap((seed) =>
      [1, 2].flatMap((tick) => {
        const newId = createIdSource(seed, tick)
        return [newId('a'), newId('a'), newId('b')]
      }),
    )
    expect(new Set(ids).size).toBe(12)
    for (const id of ids) expect(id).toMatch(/^[\w-]{16}$/)
  })
})

test('[MOD-1] the stable hash does not depend on the order of keys, and does on all else', () => {
  expect(stableHash({ a: 1, b: [2, { c: 3, d: 4 }] })).toBe(stableHash({ b: [2, { d: 4, c: 3 }], a: 1 }))
  const values = [{}, [], null, 0, '', false, { a: 1 }, { a: '1' }, [1, 2], [2, 1], { a: null }, '0']
  expect(new Set(values.map(stableHash)).size).toBe(values.length)
})

test('[FAIL-1] whatever was thrown, there is a text for it', () => {
  const hostile = Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('no')
    },
  })
  expect(thrownText(new TypeError('bad'))).toBe('TypeError: bad')
  expect([undefined, 'text', Symbol('s')].map(thrownText)).toEqual([
    'the value undefined',
    'the value text',
    'the value Symbol(s)',
  ])
  expect([Object.create(null), hostile].map(thrownText)).toEqual(Array(2).fill('a value that cannot be printed'))
})
