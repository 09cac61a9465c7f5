import { element } from '@gridtick/screen'
import { ageOf } from './age-of.ts'

/** How long ago something was, as an element that says the whole time to whoever points at it. `time`: ISO 8601. */
export function ageElement(time: string): HTMLTimeElement {
  const at = new Date(time)
  return element('time', { datetime: time, title: at.toLocaleString() }, ageOf(at.getTime(), Date.now()))
}

/** Brings all ages below an element up to date, without making them anew. */
export function refreshAges(root: HTMLElement): void {
  for (const time of root.querySelectorAll('time')) {
    const text = ageOf(Date.parse(time.dateTime), Date.now())
    if (time.textContent !== text) time.textContent = text
  }
}
