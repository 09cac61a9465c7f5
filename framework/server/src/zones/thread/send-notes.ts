import { type Logger, noTelemetry, type Telemetry } from '@gridtick/engine/ports'
import { plainFields } from './plain-fields.ts'
import type { ThreadNote } from './thread-messages.ts'

/** What the zones note for the thread of the sockets, which has the log and the metrics. */
export type NoteSender = {
  readonly logger: Logger
  readonly telemetry: Telemetry
  /** The other thread has taken so many more. */
  taken(notes: number): void
}

/** Notes that were not taken yet; further ones are dropped and counted, until half of them are. */
const untakenMax = 10_000
/** So many figures are sent together. */
const togetherMax = 200

/**
 * Lines of the log go out at once, so that the last one before an end is there; figures at the end of the turn. `post`
 * takes them over.
 */
export function createNoteSender({ post }: { readonly post: (notes: readonly ThreadNote[]) => void }): NoteSender {
  let waiting: ThreadNote[] = []
  let untaken = 0
  let dropped = 0
  let isFull = false
  let isPlanned = false

  const flush = () => {
    if (waiting.length === 0) return
    const notes = waiting
    waiting = []
    untaken += notes.length
    post(notes)
  }

  const flushSoon = () => {
    if (isPlanned) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      flush()
    })
  }

  const send = (note: ThreadNote) => {
    isFull ||= untaken + waiting.length >= untakenMax
    if (isFull) {
      dropped += 1
      return
    }
    waiting.push(note)
    if (note[0] === 'logger' || waiting.length >= togetherMax) flush()
    else flushSoon()
  }

  const line = (level: keyof Logger) => (fields: object, message: string) =>
    send(['logger', level, [plainFields(fields), message]])
  const figure =
    (name: string) =>
    (...values: unknown[]) =>
      send(['telemetry', name, values])

  return {
    logger: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    telemetry: Object.fromEntries(Object.keys(noTelemetry).map((name) => [name, figure(name)])) as Telemetry,
    taken(notes) {
      untaken -= notes
      if (!isFull || untaken > untakenMax / 2) return
      isFull = false
      const count = dropped
      dropped = 0
      send(['logger', 'warn', [{ dropped: count }, 'lines and figures of the zones were dropped: nobody took them']])
    },
  }
}

/** Carries out what was noted. */
export function takeNotes(
  notes: readonly ThreadNote[],
  to: { readonly logger: Logger; readonly telemetry: Telemetry },
) {
  for (const [target, name, values] of notes) {
    const methods = to[target] as unknown as Readonly<Record<string, (...values: readonly unknown[]) => void>>
    methods[name]?.(...values)
  }
}
