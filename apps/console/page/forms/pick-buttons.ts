import { element } from '@gridtick/screen'
import type { Control } from './control.ts'
import { type Field, wordsOf } from './fields.ts'
import type { PickValue } from './pick-value.ts'

type Part = { readonly name: string; readonly field: Field; readonly control: Control }

/** Puts buttons to the parts of an object that are ids or a place, for those who would rather point than type. */
export function addPickButtons(parts: readonly Part[], pick: PickValue): void {
  for (const { name, field, control } of parts)
    if (field.kind === 'text' && isId(name))
      control.root.append(
        pickButton(`Pick ${wordsOf(name).toLowerCase()}`, () => pick('entity', ({ id = '' }) => control.type?.(id))),
      )
  const [x, y] = [numberCalled('x', parts), numberCalled('y', parts)]
  if (x === undefined || y === undefined) return
  const fill = (at: { readonly x: number; readonly y: number }) => {
    x.type?.(String(at.x))
    y.type?.(String(at.y))
  }
  y.root.append(pickButton('Pick a cell', () => pick('cell', fill)))
}

/** `id`, `targetId`, `target_id`. */
function isId(name: string): boolean {
  return /(^|_)id$|Id$/.test(name)
}

function numberCalled(name: string, parts: readonly Part[]): Control | undefined {
  return parts.find((part) => part.name === name && part.field.kind === 'number')?.control
}

function pickButton(label: string, ask: () => void): HTMLElement {
  return element('button', { type: 'button', class: 'form-pick', on: { click: ask } }, label)
}
