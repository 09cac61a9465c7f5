import { adoptStyles } from '@gridtick/screen'
import type { Page } from '../router.ts'
import { lobby } from './lobby/lobby.ts'
import { playZone } from './play-zone.ts'
import styles from './playground.css'

/** Choose a module, create a zone, join, play. With a zone in the address: play it at once. */
export const playground: Page = (root, [zoneId]) => {
  adoptStyles(styles)
  const leave = zoneId === undefined || zoneId === '' ? lobby(root) : playZone(root, zoneId)
  return () => {
    leave()
    root.replaceChildren()
  }
}
