import { adoptStyles } from '@gridtick/screen'
import { addressOf } from '../address.ts'
import type { Page } from '../router.ts'
import styles from './inspector.css'
import { requireLogin } from './require-login.ts'
import { mountZonePage } from './zones/zone-page.ts'
import { mountZonesPage } from './zones/zones-page.ts'

/** Look inside: zones, their state beside what players see, the log, charts. `#/inspect`, `#/inspect/ZONE/TAB`. */
export const inspector: Page = (root, [zoneId, tab]) => {
  adoptStyles(styles)
  root.classList.add('inspector')
  const leave = requireLogin(root, zoneId === undefined || zoneId === '' ? mountZonesPage : zonePage(zoneId, tab))
  return () => {
    root.classList.remove('inspector', 'stale')
    leave()
  }
}

/** After a login in between, the tab that was shown last is shown again. */
function zonePage(zoneId: string, tab: string | undefined): (root: HTMLElement) => () => void {
  let shown = tab
  const onTab = (name: string) => {
    shown = name
    // Without telling the router, which would show the whole page again.
    history.replaceState(null, '', addressOf('inspect', zoneId, name))
  }
  return (root) => mountZonePage(root, { zoneId, tab: shown, onTab })
}
