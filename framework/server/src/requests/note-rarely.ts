import type { Clock, Logger } from '@gridtick/engine/ports'

/** Writes a line, unless one of its kind was written a short while ago; the next then says how many were left out. */
export type NoteRarely<Kind extends string> = (kind: Kind, fields: object, message: string) => void

/** Of each kind at most one line is written in this time. */
const againAfterMs = 60_000

/**
 * Warnings of what strangers can bring about as often as they like: the operator hears of it, and the log is not filled
 * with it. Remembers one number for each kind, and kinds are words of the code.
 */
export function createRareNotes<Kind extends string>({
  logger,
  clock,
}: {
  readonly logger: Pick<Logger, 'warn'>
  readonly clock: Pick<Clock, 'monotonic'>
}): NoteRarely<Kind> {
  const kinds = new Map<Kind, { notedAt: number; leftOut: number }>()
  return (kind, fields, message) => {
    const now = clock.monotonic()
    const noted = kinds.get(kind)
    if (noted !== undefined && now - noted.notedAt < againAfterMs) {
      noted.leftOut += 1
      return
    }
    kinds.set(kind, { notedAt: now, leftOut: 0 })
    const leftOut = noted?.leftOut ?? 0
    logger.warn(leftOut === 0 ? fields : { ...fields, leftOut }, message)
  }
}
