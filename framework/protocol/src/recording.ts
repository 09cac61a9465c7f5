import { z } from 'zod'

/**
 * A recording of a zone, as the server hands it out and as files keep it. It holds secrets: the seed, and all that was
 * hidden from players.
 */

const hashSchema = z.string().regex(/^[0-9a-f]{16}$/, 'must be 16 hexadecimal digits')
const jsonObjectSchema = z.record(z.string(), z.unknown())
const nameSchema = z.string().max(128)

const playerSchema = z.strictObject({
  playerId: nameSchema,
  displayName: z.string(),
  role: z.enum(['player', 'debug']),
})

/** What reached the zone from outside, as the step got it. */
const recordedInputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('join'), player: playerSchema }),
  z.strictObject({
    kind: z.literal('leave'),
    playerId: nameSchema,
    departed: z.strictObject({ displayName: z.string() }).optional(),
  }),
  z.strictObject({ kind: z.literal('presence'), playerId: nameSchema, change: z.enum(['connected', 'disconnected']) }),
  z.strictObject({
    kind: z.literal('intent'),
    intent: z.strictObject({
      id: z.string(),
      playerId: nameSchema,
      role: z.enum(['player', 'debug']),
      type: z.string(),
      payload: z.unknown(),
      receivedAt: z.int(),
    }),
    isDebug: z.literal(true).optional(),
    isDiscarded: z.literal(true).optional(),
  }),
])

const recordedTickSchema = z.strictObject({
  tick: z.int(),
  /** Grows by one with every recorded tick: a gap in a file shows. */
  number: z.int(),
  /** ms since the epoch. */
  now: z.int(),
  elapsedMs: z.int(),
  /** What the zone was called. */
  name: z.string(),
  /** Who left since the tick before, while the zone did not step. */
  departed: z.array(nameSchema).optional(),
  given: z.array(recordedInputSchema),
  /** Refused as failing, without the module seeing them. */
  condemned: z.array(recordedInputSchema).optional(),
  /** For each of the condemned, how many of the given came before it. Default: none. */
  condemnedAfter: z.array(z.int().min(0)).optional(),
  /** After the tick: a hash of all, and of its parts. */
  hash: hashSchema,
  parts: z.strictObject({ state: hashSchema, extras: hashSchema, players: hashSchema }),
  wakeAt: z.int().nullable(),
  /** The zone ended with this tick. */
  end: z.strictObject({ result: z.unknown() }).optional(),
  /** Ids of what changed, with the hash of each; null: deleted. */
  entities: z.array(z.tuple([nameSchema, hashSchema.nullable()])),
  /** Entities that changed beside those. */
  moreEntities: z.int().optional(),
})

const recordedEntitySchema = z.strictObject({
  id: nameSchema,
  kind: z.string(),
  x: z.int(),
  y: z.int(),
  ownerId: z.string().nullable(),
  data: jsonObjectSchema,
})

const zoneSnapshotSchema = z.strictObject({
  /** The zone as it was after this tick. */
  tick: z.int(),
  /** Of the last tick recorded before. */
  number: z.int(),
  at: z.int(),
  hash: hashSchema,
  zone: z.strictObject({
    id: z.string(),
    name: z.string(),
    module: z.string(),
    moduleVersion: z.string(),
    stateVersion: z.int(),
    seed: z.string(),
    everyMs: z.int(),
    createdAt: z.int(),
    config: jsonObjectSchema,
  }),
  wakeAt: z.int().nullable(),
  state: jsonObjectSchema,
  extras: jsonObjectSchema,
  members: z.array(
    z.strictObject({ playerId: nameSchema, displayName: z.string(), disconnectedAt: z.int().nullable() }),
  ),
  entities: z.array(recordedEntitySchema),
})

export const recordingFormat = 'gridtick-recording'
export const recordingVersion = 1

/** What a file holds: all pages that the server has, their snapshots and their ticks in a row. */
const recordingSchema = z.strictObject({
  format: z.literal(recordingFormat),
  version: z.literal(recordingVersion),
  /** Oldest first. Each can be gone on from; the first is the beginning. */
  snapshots: z.array(zoneSnapshotSchema),
  /** Oldest first, without a gap. */
  ticks: z.array(recordedTickSchema),
})

export type ZoneRecording = z.infer<typeof recordingSchema>
export type ZoneSnapshot = z.infer<typeof zoneSnapshotSchema>
export type RecordedTick = z.infer<typeof recordedTickSchema>
export type RecordedInput = z.infer<typeof recordedInputSchema>

/** What was given is no recording, or not a whole one. The message says what to do. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}

/**
 * Checks a recording that was read from a file, or put together of pages. Throws a {@link RecordingError} that says what
 * is wrong with it: another format, a newer version, a broken field, a gap between its ticks.
 */
export function parseRecording(value: unknown): ZoneRecording {
  const head = z.object({ format: z.literal(recordingFormat), version: z.number() }).safeParse(value)
  if (!head.success)
    throw new RecordingError(
      `This is not a recording: it does not begin with {"format": "${recordingFormat}", "version": …}.`,
    )
  if (head.data.version !== recordingVersion)
    throw new RecordingError(
      `This recording has version ${head.data.version} of the format; version ${recordingVersion} can be read here. Replay it with the Gridtick it was saved by.`,
    )
  const parsed = recordingSchema.safeParse(value)
  if (!parsed.success) {
    const [first] = parsed.error.issues
    throw new RecordingError(`The recording is damaged at ${first?.path.join('.') || 'its top'}: ${first?.message}`)
  }
  checkWholeness(parsed.data)
  return parsed.data
}

function checkWholeness({ snapshots, ticks }: ZoneRecording): void {
  const [first] = snapshots
  if (first === undefined)
    throw new RecordingError('The recording has no snapshot to begin with; fetch it from its first page on.')
  let last: { readonly tick: number; readonly number: number } = first
  for (const tick of ticks) {
    if (tick.number !== last.number + 1 || tick.tick <= last.tick)
      throw new RecordingError(
        `The recording has a gap between the ticks ${last.tick} and ${tick.tick}; fetch it again, from its first page on.`,
      )
    last = tick
  }
}
