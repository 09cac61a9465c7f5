import { describe, expect, test } from 'vitest'
import type { Picked } from '../../apps/console/page/forms/pick-value.ts'
import { createPicker } from '../../apps/console/page/playground/grid/picker.ts'

const entity = (id: string) => ({ id, kind: 'ship', x: 3, y: 4, ownerId: null, data: {} })
const cell = (...ids: readonly string[]) => ({ x: 3, y: 4, entities: ids.map(entity) })

function asked(what: 'entity' | 'cell') {
  const filled: Picked[] = []
  const wants: (string | undefined)[] = []
  const picker = createPicker(() => wants.push(picker.wants))
  picker.ask(what, (picked) => filled.push(picked))
  return { picker, filled, wants }
}

describe('picking what a form asks for', () => {
  test('a field that asks for a cell gets where it is, whatever is there, and once', () => {
    const { picker, filled, wants } = asked('cell')
    expect(picker.offer(cell('a', 'b'))).toBe(true)
    expect(picker.offer(cell())).toBe(false)
    expect(filled).toEqual([{ x: 3, y: 4 }])
    expect(wants).toEqual(['cell', undefined])
  })

  test('a field that asks for an entity gets the only one there; of several the person chooses; of none nothing comes', () => {
    const { picker, filled } = asked('entity')
    expect(picker.offer(cell())).toBe(true)
    expect(picker.offer(cell('a', 'b'))).toBe(true)
    expect(filled).toEqual([])
    expect(picker.choose(entity('b'))).toBe(true)
    expect(filled).toEqual([{ id: 'b', x: 3, y: 4 }])
    expect(picker.choose(entity('a'))).toBe(false)
    picker.ask('entity', (picked) => filled.push(picked))
    picker.offer(cell('c'))
    expect(filled.map(({ id }) => id)).toEqual(['b', 'c'])
  })

  test('called off, or asked for by another field, the first gets nothing', () => {
    const { picker, filled, wants } = asked('cell')
    const others: Picked[] = []
    picker.ask('cell', (picked) => others.push(picked))
    picker.offer(cell())
    picker.ask('entity', (picked) => others.push(picked))
    picker.cancel()
    picker.cancel()
    expect(picker.offer(cell('a'))).toBe(false)
    expect([filled, others]).toEqual([[], [{ x: 3, y: 4 }]])
    expect(wants).toEqual(['cell', 'cell', undefined, 'entity', undefined])
  })
})
