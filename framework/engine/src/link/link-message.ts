import { z } from 'zod'
import type { MessageKind } from '../ports/connection-outlet.ts'

/**
 * What crosses a link: messages with a header, and frames behind it that nobody reads on the way. Messages of one sender
 * and session are numbered.
 */

/** The version of these messages. Halves of another version do not hear each other. */
export const linkVersion = 1

const count = z.int().min(0)
const head = { v: z.literal(linkVersion), f: z.string(), s: count, n: count }

/** From the doors to the zones: calls, in their order. */
export const callsSchema = z.strictObject({
  ...head,
  t: z.literal('g'),
  ops: z.array(
    z.strictObject({
      /** The name of a call of the link. */
      k: z.string(),
      /** Its argument. */
      a: z.unknown().optional(),
      /** An answer is wanted, under this number. */
      rid: count.optional(),
    }),
  ),
  /** Bytes of frames that were taken in this session. */
  ack: count,
})

/**
 * What a message to a connection is, as one number: 0 of a tick, 1 an answer, and from 2 on so many final answers and one.
 */
export function numberOfKind(kind: MessageKind, finals = 1): number {
  return kind === 'frame' ? 0 : kind === 'answer' ? 1 : finals + 1
}

export function kindOfNumber(number: number): { readonly kind: MessageKind; readonly finals: number } {
  if (number > 1) return { kind: 'final', finals: number - 1 }
  return { kind: number === 0 ? 'frame' : 'answer', finals: 0 }
}

/** What a frame is on its socket, by the numbers of RFC 6455. */
export const opcodes = { text: 1, binary: 2 } as const

const fault = z.strictObject({ name: z.string(), kind: z.string().optional(), message: z.string() })

/** A frame to a connection: whose it is, its bytes, its kind, and what it is on the socket. */
const frame = z.tuple([z.string(), count, count, z.literal([opcodes.text, opcodes.binary])])

const partSchema = z.union([
  frame,
  z.strictObject({ rid: count, value: z.unknown().optional() }),
  z.strictObject({ rid: count, error: fault }),
  /** The call comes back as it was sent: the zone is not here. */
  z.strictObject({ bounced: count }),
  z.strictObject({ settledOf: z.string(), settled: z.looseObject({ outcome: z.enum(['applied', 'refused']) }) }),
  z.strictObject({ noticed: z.looseObject({ zoneId: z.string(), module: z.string(), what: z.string() }) }),
  z.strictObject({ began: z.tuple([z.string(), z.string(), count]) }),
  z.strictObject({ ended: z.tuple([z.string(), z.string(), count]) }),
  z.strictObject({ close: z.tuple([z.string(), z.int(), z.string()]) }),
  /** A text to whichever connection a player has. */
  z.strictObject({ player: z.string(), bytes: count }),
])

/** From the zones to the doors: frames, answers and signals, in their order. */
export const partsSchema = z.strictObject({ ...head, t: z.literal('h'), x: z.array(partSchema) })

export type LinkCalls = z.infer<typeof callsSchema>
export type LinkCall = LinkCalls['ops'][number]
export type LinkParts = z.infer<typeof partsSchema>
export type LinkPart = z.infer<typeof partSchema>
