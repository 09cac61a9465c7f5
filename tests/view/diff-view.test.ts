import fc from 'fast-check'
import type { Entity } from 'gridtick'
import { expect, test } from 'vitest'
import { columnsOf } from '../../framework/engine/src/entities/entity-columns.ts'
import { jsonOf } from '../../framework/engine/src/entities/json-of.ts'
import { diffView } from '../../framework/engine/src/view/diff-view.ts'
import { PlayerView } from '../../framework/engine/src/view/player-view.ts'
import { readList } from '../../framework/engine/src/view/read-list.ts'
import { redactEach } from '../../framework/engine/src/view/redact-each.ts'
import { RedactionCache } from '../../framework/engine/src/view/redaction-cache.ts'
import {
  createEntityTable,
  type EntityChange,
  type ZoneEntities,
} from '../../framework/engine/src/zone/entity-table.ts'
import { applyFrame, type ClientView } from '../../framework/protocol/src/apply-frame.ts'
import { jsonCodec } from '../../framework/protocol/src/codecs/json-codec.ts'
import type { TickMessage } from '../../framework/protocol/src/server-message.ts'
import { probeModule } from '../zone/probe-module.ts'
import { foggy } from './foggy.ts'

/** Few ids, so that slots are given back and used for others. */
const entity = fc.record({
  id: fc.integer({ min: 0, max: 12 }).map((number) => `e${number}`),
  kind: fc.constant('thing'),
  x: fc.integer({ min: 0, max: 8 }),
  y: fc.integer({ min: 0, max: 8 }),
  ownerId: fc.constantFrom(null, 'ann'),
  data: fc.record({ n: fc.integer({ min: 0, max: 2 }), secret: fc.integer({ min: 0, max: 2 }) }),
})

const looks = ['near', 'all', 'filtered', 'redacted', 'redacted by one', 'reversed'] as const

const round = fc.record({
  changes: fc.array(fc.tuple(entity, fc.boolean()), { maxLength: 8 }),
  look: fc.constantFrom(...looks),
  /** The connection takes no frame this time. */
  isSkipped: fc.boolean(),
  isMadeAgain: fc.integer({ max: 9, min: 0 }).map((number) => number === 0),
})

test('[VIEW-1] frames lead from any view to any later one, as if each were shown whole', () => {
  fc.assert(
    fc.property(fc.array(round, { minLength: 5, maxLength: 40 }), (rounds) => {
      let table = createEntityTable([])
      let cache = new RedactionCache(probeModule(foggy), table)
      const writer = jsonCodec.createWriter({ zoneId: 'z', watch: 1, mode: 'delta', jsonOf })
      let sent: { view: PlayerView; tick: number } | undefined
      let client: ClientView | undefined
      for (const [tick, { changes, look, isSkipped, isMadeAgain }] of rounds.entries()) {
        if (isMadeAgain) {
          table = table.copy()
          cache = new RedactionCache(probeModule(foggy), table)
        }
        change(table, cache, changes)
        const view = viewOf(table, cache, look)
        if (isSkipped) continue
        const head = { tick, at: tick }
        const events = { events: [], wereDropped: false }
        const frame =
          sent === undefined
            ? writer.full(head, view, events)
            : writer.delta({ ...head, prev: sent.tick }, diffView(sent.view, view), events)
        client = applyFrame(client, JSON.parse(String(frame)) as TickMessage)
        expect([...client.entities.values()].sort(byId)).toEqual([...view.list].sort(byId))
        sent = { view, tick }
        expect(diffView(view, viewOf(table, cache, look)).isEmpty).toBe(true)
      }
    }),
    { numRuns: 150 },
  )
})

function byId(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : 1
}

function change(table: ZoneEntities, cache: RedactionCache, wanted: readonly (readonly [Entity, boolean])[]): void {
  const last = new Map(wanted.map(([next, isDeleting]) => [next.id, { next, isDeleting }]))
  const changes = [...last.values()].flatMap(({ next, isDeleting }): EntityChange[] => {
    const before = table.get(next.id)
    if (isDeleting) return before === undefined ? [] : [{ before }]
    return [before === undefined ? { after: next } : { before, after: next }]
  })
  table.apply(changes)
  for (const { before, after } of changes) if (before !== undefined && after === undefined) cache.forget(before.id)
}

function viewOf(table: ZoneEntities, cache: RedactionCache, look: (typeof looks)[number]): PlayerView {
  const columns = columnsOf(table)
  return new PlayerView({ ...readList(listed(table, cache, look), columns), columns, extras: undefined })
}

function listed(table: ZoneEntities, cache: RedactionCache, look: (typeof looks)[number]): readonly Entity[] {
  const labelOf = ({ ownerId }: Entity) => (ownerId === 'ann' ? undefined : 'stranger')
  const redact = (thing: Entity, label: string) => cache.redact(thing, label)
  switch (look) {
    case 'near':
      return table.near(2, 2, 3)
    case 'all':
      return table.all()
    case 'filtered':
      return table.all().filter(({ x }) => x > 3)
    case 'redacted':
      return redactEach(redact)(table.near(4, 4, 3), labelOf)
    case 'redacted by one':
      return table.all().map((thing) => (thing.ownerId === 'ann' ? thing : redact(thing, 'stranger')))
    case 'reversed':
      return [...table.near(4, 4, 4)].reverse()
  }
}
