import { element } from 'gridtick/screen'
import type { Page } from '../router.ts'

/** Look inside: zones, their state beside what players see, the log, charts. */
export const inspector: Page = (root) => {
  root.append(element('p', {}, 'Inspector'))
  return () => root.replaceChildren()
}
