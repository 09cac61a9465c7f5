import type { Clock, LimitName, Logger } from '@gridtick/engine/ports'
import { createRareNotes } from './note-rarely.ts'

/** Told of each refusal by a limit of an address, or of all; the log gets one line in a minute for each limit. */
export type NoteRefusal = (limit: LimitName, address: string) => void

/** Players are refused here who may have done nothing wrong, so the operator hears of it, and what to look at. */
export function createRefusalNotes(options: {
  readonly logger: Pick<Logger, 'warn'>
  readonly clock: Pick<Clock, 'monotonic'>
}): NoteRefusal {
  const note = createRareNotes<LimitName>(options)
  return (limit, address) =>
    note(
      limit,
      { limit, address },
      `refused by ${limit}: too much from one address, or from all. Many players behind one address? A proxy of yours must be named in TRUSTED_PROXIES; a larger ${limit} is set in LIMITS`,
    )
}
