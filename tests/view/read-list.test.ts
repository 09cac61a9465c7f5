import type { Entity } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { columnsOf } from '../../framework/engine/src/entities/entity-columns.ts'
import { readList } from '../../framework/engine/src/view/read-list.ts'
import { redactEach } from '../../framework/engine/src/view/redact-each.ts'
import { RedactionCache } from '../../framework/engine/src/view/redaction-cache.ts'
import { createEntityTable, type ZoneEntities } from '../../framework/engine/src/zone/entity-table.ts'
import { probeModule } from '../zone/probe-module.ts'
import { foggy } from './foggy.ts'

const thing = (id: string, x = 0): Entity => ({ id, kind: 'thing', x, y: 0, ownerId: null, data: { n: 1, secret: 7 } })

function change(table: ZoneEntities, id: string, fields: Partial<Entity> | undefined): void {
  const before = table.get(id) as Entity
  table.apply([fields === undefined ? { before } : { before, after: { ...before, ...fields } }])
}

const read = (table: ZoneEntities, entities: readonly unknown[]) => readList(entities, columnsOf(table))
const refused = /neither of base\.entities nor made of it/

describe('[VIEW-1] what passes of a list that a module returned', () => {
  const tableOf = (...ids: readonly string[]) => createEntityTable(ids.map((id, x) => thing(id, x)))

  test('a list of the table as a whole, and a part of it one by one, with the same result', () => {
    const table = tableOf('a', 'b', 'c')
    const list = table.near(0, 0, 9)
    const whole = read(table, list)
    expect(whole.list).toBe(list)
    expect(read(table, [...table.all()])).toEqual(whole)
    expect(read(table, table.all().slice(1)).list).toEqual([table.get('b'), table.get('c')])
    expect(read(table, [...table.all(), ...table.all()])).toEqual(whole)
  })

  test('no copy, no forgery, nothing of another zone, and nothing that only looks like an entity', () => {
    const [table, other] = [tableOf('a', 'b'), tableOf('a', 'b')]
    const [a] = table.all() as [Entity]
    for (const forged of [
      { ...a },
      structuredClone(a),
      Object.create(a),
      new Proxy(a, {}),
      other.get('a'),
      thing('a'),
      null,
      undefined,
      'a',
      {},
      a.id,
    ])
      expect(() => read(table, [forged])).toThrow(refused)
    expect(() => read(table, other.all())).toThrow(refused)
    expect(() => read(table, new Proxy(other.all(), {}))).toThrow(refused)
    expect(read(table, new Proxy(table.all(), {})).list).toHaveLength(2)
    expect(() => readList(table.all(), undefined)).toThrow('none of this server')
  })

  test('no version of before, by itself or in a list that was kept', () => {
    const table = tableOf('a', 'b')
    const kept = [table.all(), table.near(0, 0, 5), table.ofKind('thing')] as const
    const old = table.get('a')
    change(table, 'b', { x: 3 })
    for (const list of kept) expect(() => read(table, list)).toThrow(refused)
    expect(read(table, [old]).list).toEqual([old])
    change(table, 'a', { x: 4 })
    expect(() => read(table, [old])).toThrow(refused)
  })

  test('a kept list in which nothing has changed is shown still, one by one', () => {
    const table = tableOf('a', 'b')
    const near = table.near(0, 0, 0)
    change(table, 'b', { x: 3 })
    expect(read(table, near).list).toEqual([table.get('a')])
  })

  test('nothing that is gone, also where another has its slot', () => {
    const table = tableOf('a', 'b')
    const [old, all] = [table.get('a'), table.all()]
    change(table, 'a', undefined)
    expect(() => read(table, [old])).toThrow(refused)
    table.apply([{ after: thing('z') }])
    expect(() => read(table, [old])).toThrow(refused)
    expect(() => read(table, all)).toThrow(refused)
  })

  test('no entity twice in two versions', () => {
    const table = tableOf('a')
    const cache = new RedactionCache(probeModule(foggy), table)
    const [a] = table.all() as [Entity]
    expect(() => read(table, [a, cache.redact(a, 'stranger')])).toThrow('twice')
  })

  test('a table that was made again holds copies, of which nothing of before is one', () => {
    const table = tableOf('a', 'b')
    const again = table.copy()
    expect(again.all()).toEqual(table.all())
    expect(() => read(again, table.all())).toThrow(refused)
    expect(() => read(table, again.all())).toThrow(refused)
  })
})

describe('[VIEW-3] a list of which some are redacted', () => {
  function redacted() {
    const table = createEntityTable([thing('a'), thing('b', 1)])
    const cache = new RedactionCache(probeModule(foggy), table)
    const each = redactEach((entity, label) => cache.redact(entity, label))
    return { table, cache, each }
  }
  const notA = ({ id }: Entity) => (id === 'a' ? undefined : 'stranger')

  test('is what redact() gives one by one, and passes as a whole', () => {
    const { table, cache, each } = redacted()
    const [a, b] = table.all() as [Entity, Entity]
    const list = each(table.all(), notA)
    expect(list).toEqual([a, cache.redact(b, 'stranger')])
    expect(list[1]).toBe(cache.redact(b, 'stranger'))
    expect(read(table, list)).toEqual(read(table, [a, cache.redact(b, 'stranger')]))
    expect(each([a], notA)).toEqual([a])
    expect(() => (list as Entity[]).push(b)).toThrow(TypeError)
  })

  test('does not pass once something in it has changed', () => {
    const { table, each } = redacted()
    const list = each(table.all(), notA)
    change(table, 'b', { x: 5 })
    expect(() => read(table, list)).toThrow(refused)
  })

  test('takes nothing in that is not of the table', () => {
    const { table, each } = redacted()
    expect(() => each([thing('b')], notA)).toThrow('redact() takes an entity of base.entities')
    expect(() => read(table, each([thing('a')], notA))).toThrow(refused)
  })
})
