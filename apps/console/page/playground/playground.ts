import { adoptStyles } from '@gridtick/screen'
import { isZoneId } from '../address.ts'
import { noSuchZone } from '../no-such-place.ts'
import type { Page } from '../router.ts'
import { lobby } from './lobby/lobby.ts'
import { playZone } from './play-zone.ts'
import styles from './playground.css'

/** Choose a module, create a zone, join, play. With a zone in the address: play it at once. */
export const playground: Page = (root, [zoneId]) => {
  adoptStyles(styles)
  const leave = show(root, zoneId)
  return () => {
    leave()
    root.replaceChildren()
  }
}

function show(root: HTMLElement, zoneId = ''): () => void {
  if (zoneId === '') return lobby(root)
  if (isZoneId(zoneId)) return playZone(root, zoneId)
  noSuchZone(root, zoneId)
  return () => {}
}
