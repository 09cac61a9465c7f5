import type { JoinedZone } from '@gridtick/client'
import { element, fill } from '@gridtick/screen'
import { jsonTree } from '../../json-tree/json-tree.ts'

/** A tree that changes ten times a second can neither be read nor clicked. */
const redrawMs = 500

/** All that the player was sent, as it is: the extras, and the entities of the view. */
export function viewTree(zone: JoinedZone): { readonly root: HTMLElement; stop(): void } {
  const place = element('div', {})
  const root = element('details', { class: 'form-group' }, element('summary', {}, 'What you are sent, as JSON'), place)
  const open = new Set<string>(['', 'extras'])
  let shown: unknown
  let timer: ReturnType<typeof setTimeout> | undefined

  function draw(): void {
    timer = undefined
    if (!root.open || shown === zone.view) return
    shown = zone.view
    const focused = place.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.focus
      : undefined
    const { tick, extras, entities } = zone.view
    fill(place, jsonTree({ label: 'view', value: { tick, extras, entities: Object.fromEntries(entities) }, open }))
    if (focused !== undefined) place.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focused)}"]`)?.focus()
  }

  const stop = zone.on('tick', () => {
    timer ??= setTimeout(draw, redrawMs)
  })
  root.addEventListener('toggle', draw)
  return {
    root,
    stop() {
      stop()
      clearTimeout(timer)
    },
  }
}
