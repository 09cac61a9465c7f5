import { element } from '@gridtick/screen'

/** A moment by the clock of the one who looks at it, to the minute; pointed at, with its day. */
export function when(moment: number | string): HTMLElement {
  const at = new Date(moment)
  if (Number.isNaN(at.getTime())) return element('span', { class: 'when' })
  const clock = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
  return element('time', { class: 'when', datetime: at.toISOString(), title: at.toLocaleString() }, clock)
}
