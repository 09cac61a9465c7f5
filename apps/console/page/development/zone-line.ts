import { element } from '@gridtick/screen'
import { asDebug } from '../accounts.ts'
import { addressOf } from '../address.ts'
import { ApiError, callApi } from '../api.ts'
import type { Zone } from '../inspector/server-answers.ts'
import { deleteZone, pathOf } from '../inspector/zones/zone-actions.ts'
import { messageOf } from '../message-of.ts'
import { notify } from '../notices.ts'

/** A zone with a problem: the way to look inside, and to throw it away. Old zones often just no longer fit the module. */
export function zoneLine(
  { zoneId, name }: { readonly zoneId: string; readonly name: string },
  onDeleted: (zoneId: string) => void,
): HTMLElement {
  async function remove(): Promise<void> {
    if (await deleteAsDebug(zoneId)) onDeleted(zoneId)
  }
  const button = element(
    'button',
    { type: 'button', class: 'danger', 'aria-label': `Delete ${name}`, on: { click: () => void remove() } },
    'Delete',
  )
  return element('div', { class: 'row' }, element('a', { href: addressOf('inspect', zoneId) }, name), button)
}

/** Asks for the debug login where there is none, and whether it is meant. Returns whether it was done. */
async function deleteAsDebug(id: string): Promise<boolean> {
  try {
    const zone = await asDebug((token) => callApi<Zone>(pathOf({ id }), { token }))
    const done = await deleteZone(zone)
    if (done !== undefined) notify(done, 'good')
    return done !== undefined
  } catch (error) {
    if (!(error instanceof ApiError && error.code === 'cancelled')) notify(messageOf(error), 'bad')
    return false
  }
}
