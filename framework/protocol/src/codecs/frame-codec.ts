import type { ServerMessage } from '../server-message.ts'
import type { WireMode } from '../wire-types.ts'

/** One message as its codec wrote it: a string goes out as a text frame, bytes as a binary one. Nobody changes it then. */
export type Frame = string | Uint8Array

/**
 * How the server writes what it tells one who watches a zone, and how a client reads it. The two agree on a codec by the
 * name of a WebSocket subprotocol, and only that name crosses from one process to another.
 *
 * Answers that belong to no subscription (`welcome`, `error`, …) are JSON text whatever the codec, and so is what
 * clients send.
 */
export type FrameCodec = ReadingCodec & {
  /** Begins a subscription. */
  createWriter(subscription: WrittenSubscription): FrameWriter
}

/** The half that a client needs. */
export type ReadingCodec = {
  readonly subprotocol: string
  /** Whether a client hears `intent_received`. */
  readonly hasReceipts: boolean
  /** Begins a connection. */
  createReader(): FrameReader
}

export type WrittenSubscription = {
  readonly zoneId: string
  /** Which subscribe of its connection it came of; no two of one connection have the same. */
  readonly watch: number
  readonly mode: WireMode
  /** The JSON of an entity, of its data, or of extras. Made once for each object, and shared by all who are sent it. */
  readonly jsonOf: (value: object) => string
}

/**
 * It begins with `subscribed`. It may remember what it wrote: all of it goes to one connection, in this order, and nothing
 * of it is left out.
 */
export type FrameWriter = {
  /** The whole view. Whatever was shown before counts no more. */
  full(head: FrameHead, view: WrittenView, events: WrittenEvents): Frame
  /** What changed since the frame before, whose tick was `prev`. */
  delta(head: FrameHead & { readonly prev: number }, difference: WrittenDifference, events: WrittenEvents): Frame
  /**
   * What became of intents that came over this connection, in their order; at least one. All of it goes out in one go,
   * and it may be written as fewer frames than there are results.
   */
  results(results: readonly WrittenResult[]): readonly ResultsFrame[]
  /**
   * Anything else about the subscription: that it begins, receipts of intents, the status of the zone. Undefined: in this
   * codec nothing is said of it, as nobody needs it.
   */
  message(message: WrittenMessage): Frame | undefined
}

/** `count`: so many of the results are in it. */
export type ResultsFrame = { readonly frame: Frame; readonly count: number }

/** It hears all frames of a connection in their order. Throws where a frame cannot be understood. */
export type FrameReader = { read(frame: Frame): readonly ServerMessage[] }

export type WrittenResult = Extract<ServerMessage, { type: 'intent_result' }>

export type WrittenMessage = Exclude<ServerMessage, { type: 'tick' | 'intent_result' }>

/** `at`: ms since the epoch. */
export type FrameHead = { readonly tick: number; readonly at: number }

/** Events as JSON, in their order. `wereDropped`: others before them were lost. */
export type WrittenEvents = { readonly events: readonly string[]; readonly wereDropped: boolean }

export type WrittenEntity = {
  readonly id: string
  readonly kind: string
  readonly x: number
  readonly y: number
  readonly ownerId: string | null
  readonly data: object
}

export type WrittenView = {
  readonly entities: ReadonlyMap<string, WrittenEntity>
  readonly extras: object | undefined
}

export type WrittenDifference = {
  /** New to the view, or changed in a way a patch cannot say. */
  readonly set: readonly WrittenEntity[]
  readonly patch: readonly WrittenPatch[]
  readonly remove: readonly string[]
  /** Whole; undefined: they are as they were. */
  readonly extras: object | undefined
}

/** What leads from one version of an entity to a later one. */
export type WrittenPatch = {
  readonly from: WrittenEntity
  readonly to: WrittenEntity
  /** As a `tick` message says it: the id and the fields. */
  readonly json: string
  /** The fields alone, as JSON. */
  readonly fields: string
  /** Nothing but the place has changed. */
  readonly isStep: boolean
}
