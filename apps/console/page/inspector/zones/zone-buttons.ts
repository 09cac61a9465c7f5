import { element } from '@gridtick/screen'
import { assertNever } from '../../assert-never.ts'
import type { Zone } from '../server-answers.ts'
import {
  deleteZone,
  pauseZone,
  recordZone,
  resumeZone,
  stepZone,
  type ZoneAction,
  type ZoneActions,
} from './zone-actions.ts'

type Button = { readonly name: string; readonly label: string; readonly action: ZoneAction; readonly class?: string }

const stepTicks = [1, 10, 100]

/** What can be done to a zone as it is. While one is under way the others wait; they keep the focus all the same.
 * `isBrief`: only what is done often. */
export function zoneButtons(
  zone: Zone,
  actions: ZoneActions,
  { isBrief = false }: { readonly isBrief?: boolean } = {},
): readonly HTMLElement[] {
  const isBusy = actions.isBusy(zone.id)
  return buttonsOf(zone, isBrief).map(({ name, label, action, class: look = '' }) =>
    element(
      'button',
      {
        type: 'button',
        class: look,
        'data-focus': name,
        'aria-disabled': isBusy ? 'true' : undefined,
        'aria-label': `${label}: ${zone.name}`,
        on: { click: () => void actions.run(zone, action) },
      },
      label,
    ),
  )
}

const remove: Button = { name: 'delete', label: 'Delete', action: deleteZone, class: 'danger' }
const pause: Button = { name: 'toggle', label: 'Pause', action: pauseZone }
const resume: Button = { name: 'toggle', label: 'Resume', action: resumeZone, class: 'primary' }
const steps = stepTicks.map(
  (ticks): Button => ({ name: `step ${ticks}`, label: `Step ${ticks}`, action: stepZone(ticks) }),
)
const record: Button = { name: 'record', label: 'Record', action: recordZone(true) }
const stopRecord: Button = { name: 'record', label: 'Stop recording', action: recordZone(false) }

/** Only a paused zone can be stepped: an open one ticks by itself. */
function buttonsOf(zone: Zone, isBrief: boolean): readonly Button[] {
  const recording = isBrief || zone.record === undefined ? [] : [zone.record ? stopRecord : record]
  switch (zone.status) {
    case 'open':
      return [pause, ...recording, remove]
    case 'paused':
      return [resume, ...steps, ...recording, remove]
    case 'finished':
      return [remove]
    default:
      return assertNever(zone.status)
  }
}
