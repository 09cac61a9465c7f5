import { drawMark, element } from '@gridtick/screen'
import type { Sight } from './compare-state.ts'
import type { KindLook } from './draw-fog-map.ts'

const samplePx = 14

const fogWords: readonly (readonly [Sight, string])[] = [
  ['seen', 'sees it all'],
  ['redacted', 'sees a part'],
  ['hidden', 'does not see'],
]

/** The items of the legend: the kinds with their number, and where a view lies over the grid what its fog means. */
export function fogLegend(options: {
  readonly kinds: readonly (readonly [kind: string, count: number])[]
  readonly lookOf: (kind: string) => KindLook
  readonly viewer: string | undefined
}): HTMLElement[] {
  const { kinds, lookOf, viewer } = options
  const items = kinds.map(([kind, count]) => element('li', {}, sampleOf(lookOf(kind)), `${kind} (${count})`))
  if (viewer === undefined) return items
  const fog = fogWords.map(([sight, words]) =>
    element('li', {}, element('span', { class: `swatch ${sight}` }), `${viewer} ${words}`),
  )
  return [...items, ...fog]
}

function sampleOf(look: KindLook): HTMLElement {
  const side = samplePx * 2
  const sample = element('canvas', { width: side, height: side, 'aria-hidden': 'true' })
  const context = sample.getContext('2d')
  if (context !== null) drawMark({ context, x: samplePx, y: samplePx, size: side * 0.8, ...look })
  return sample
}
