import type { FieldError } from '@gridtick/protocol/codes'
import type { TurnSchedule } from 'gridtick'
import { findTurnFlaw } from 'gridtick/internal'

/** What one who makes a zone may wish of its turns; the rest is the module's. */
export type TurnWish = Partial<Omit<TurnSchedule, 'kind' | 'beatMs'>>

/** What has no meaning where turns have no end. */
const endless = { deadline: null, afkAfter: null, remindBeforeMs: [] }

/** How the turns of a zone go, or where in the wish it cannot be, as a JSON Pointer within it. */
export function scheduleOfZone(declared: TurnSchedule, wish: TurnWish): TurnSchedule | { readonly misfit: FieldError } {
  const inherited = wish.policy === 'strict' ? { ...declared, ...endless } : declared
  const schedule: TurnSchedule = { ...inherited, ...wish }
  const flaw = findTurnFlaw(schedule)
  if (flaw === undefined) return schedule
  const [path = '', ...sentence] = flaw.split('`')
  const message = `${path.slice(1)}${sentence.join('`')}`
  return { misfit: { pointer: path.replaceAll('.', '/'), code: 'turns', message } }
}
