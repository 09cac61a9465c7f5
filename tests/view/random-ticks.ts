import fc from 'fast-check'
import { everyone, visibleTo } from 'gridtick'
import { type ProbeContext, type ProbeParts, probeModule } from '../zone/probe-module.ts'
import { thing } from './foggy.ts'

type Op = { kind: 'create' | 'move' | 'own' | 'data' | 'delete'; id: number; x: number; value: unknown; key: string }

const op: fc.Arbitrary<Op> = fc.record({
  kind: fc.constantFrom('create' as const, 'move' as const, 'own' as const, 'data' as const, 'delete' as const),
  id: fc.nat(6),
  x: fc.nat(9),
  key: fc.constantFrom('p', 'q'),
  value: fc.oneof(
    fc.constantFrom<unknown>(null, 0, 1, { a: 1 }, { a: { b: null } }, { a: { c: 2 }, d: [null] }, [1, null]),
    fc.json({ maxDepth: 2 }).map((text) => JSON.parse(text.replaceAll('__proto__', 'proto')) as unknown),
  ),
})

/** What happens in a tick, and to a connection before it. */
export const randomTick = fc.record({
  ops: fc.array(op, { maxLength: 6 }),
  score: fc.option(fc.nat(2)),
  event: fc.option(fc.constantFrom('all', 'e1', 'e2')),
  congested: fc.boolean(),
  isResubscribing: fc.boolean(),
})

export type RandomTick = typeof randomTick extends fc.Arbitrary<infer Tick> ? Tick : never

/** A module that does in each tick what it was shown last. */
export function randomTicksModule(parts: ProbeParts) {
  let current: RandomTick | undefined
  const onTick = ({ entities }: ProbeContext) => {
    const { ops = [], score = null, event = null } = current ?? {}
    const to = event === null || event === 'all' ? everyone() : visibleTo(event)
    return {
      ...resultOf(ops, entities),
      ...(score === null ? {} : { extras: { score } }),
      ...(event === null ? {} : { events: [{ event: 'e', payload: event, to }] }),
    }
  }
  return {
    module: probeModule({ ...parts, create: [], onTick }),
    show(tick: RandomTick) {
      current = tick
    },
  }
}

/** Turns random wishes into a result that is allowed. */
function resultOf(ops: readonly Op[], entities: ProbeContext['entities']) {
  const byId = new Map(ops.map((op) => [`e${op.id}`, op]))
  const create: object[] = []
  const update: object[] = []
  const gone: string[] = []
  for (const [id, { kind, x, value, key }] of byId) {
    if (entities.get(id) === undefined) create.push(thing(id, { x, data: { n: x, secret: x, effects: { p: value } } }))
    else if (kind === 'delete') gone.push(id)
    else if (kind === 'own') update.push({ id, set: { ownerId: x % 2 === 0 ? 'ann' : null } })
    else if (kind === 'move') update.push({ id, set: { x, ...(key === 'p' ? { data: { secret: x } } : {}) } })
    else if (value === 0) update.push({ id, unset: [['data', 'effects', key]] })
    else update.push({ id, set: { data: { effects: { [key]: value } } } })
  }
  return { create, update, delete: gone }
}
