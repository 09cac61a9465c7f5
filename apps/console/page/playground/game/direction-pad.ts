import { element } from '@gridtick/screen'
import type { Direction } from './direction.ts'

const ways: readonly (readonly [string, string, Direction] | undefined)[] = [
  ['↖', 'Up left', { dx: -1, dy: -1 }],
  ['↑', 'Up', { dx: 0, dy: -1 }],
  ['↗', 'Up right', { dx: 1, dy: -1 }],
  ['←', 'Left', { dx: -1, dy: 0 }],
  undefined,
  ['→', 'Right', { dx: 1, dy: 0 }],
  ['↙', 'Down left', { dx: -1, dy: 1 }],
  ['↓', 'Down', { dx: 0, dy: 1 }],
  ['↘', 'Down right', { dx: 1, dy: 1 }],
]

/** Buttons for the eight directions. */
export function directionPad(label: string, onDirection: (direction: Direction) => void): HTMLElement {
  const cells = ways.map((way) => {
    if (way === undefined) return element('span', { 'aria-hidden': 'true' }, '·')
    const [sign, name, direction] = way
    return element('button', { type: 'button', 'aria-label': name, on: { click: () => onDirection(direction) } }, sign)
  })
  return element('div', { class: 'pad', role: 'group', 'aria-label': label }, ...cells)
}
