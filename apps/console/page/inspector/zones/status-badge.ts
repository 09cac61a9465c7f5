import { element } from '@gridtick/screen'
import type { ZoneStatus } from '../server-answers.ts'

/** Told by its word; the colour comes on top. */
export function statusBadge(status: ZoneStatus | 'deleted'): HTMLElement {
  return element('span', { class: `badge ${status}` }, status)
}
