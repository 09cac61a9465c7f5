import { element } from 'gridtick/screen'
import type { Page } from '../router.ts'

/** Choose a module, create a zone, join, play. */
export const playground: Page = (root) => {
  root.append(element('p', {}, 'Playground'))
  return () => root.replaceChildren()
}
