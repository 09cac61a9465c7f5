import type {
  Frame,
  FrameHead,
  FrameWriter,
  ResultsFrame,
  WrittenDifference,
  WrittenEntity,
  WrittenEvents,
  WrittenMessage,
  WrittenPatch,
  WrittenResult,
  WrittenSubscription,
  WrittenView,
} from '../frame-codec.ts'
import { ByteWriter } from './byte-writer.ts'
import { flags, stepByte, stepMax } from './format.ts'
import { KindNumbers } from './kind-numbers.ts'
import { Slots } from './slots.ts'

/** One frame is written at a time, so all subscriptions share it. */
const bytes = new ByteWriter()

/** A frame of `gridtick.v1.compact`: see COMPACT.md. */
export class CompactWriter implements FrameWriter {
  readonly #zoneId: string
  readonly #channel: number
  readonly #jsonOf: WrittenSubscription['jsonOf']
  readonly #slots = new Slots()
  readonly #kinds = new KindNumbers()
  /** The reader knows which zone the channel is of. */
  #isIntroduced = false
  /** Of the frame before. Undefined: there is none, or writing one failed midway; then only a whole view may follow. */
  #last: FrameHead | undefined

  constructor({ zoneId, watch, jsonOf }: WrittenSubscription) {
    this.#zoneId = zoneId
    this.#channel = watch
    this.#jsonOf = jsonOf
  }

  full(head: FrameHead, { entities, extras }: WrittenView, events: WrittenEvents): Frame {
    this.#slots.clear()
    this.#kinds.clear()
    this.#begin(flags.snapshot | contentFlags(extras, events))
    bytes.number(head.tick)
    bytes.number(head.at)
    for (let count = 0; count < 3; count++) bytes.byte(0)
    for (const entity of entities.values()) this.#entity(entity)
    return this.#end(head, extras, events)
  }

  delta(head: FrameHead & { readonly prev: number }, difference: WrittenDifference, events: WrittenEvents): Frame {
    const { set, patch, remove, extras } = difference
    const last = this.#last
    if (head.prev !== last?.tick)
      throw new Error(`a difference from tick ${head.prev}, where the last frame was of tick ${last?.tick}`)
    const back = head.at < last.at ? flags.timeWentBack : 0
    this.#begin(flags.delta | back | contentFlags(extras, events))
    bytes.number(head.tick - last.tick)
    bytes.number(back === 0 ? head.at - last.at : head.at)
    this.#patches(patch)
    for (const id of remove) bytes.number(slotNumber(this.#slots.take(id)))
    bytes.byte(0)
    for (const entity of set) this.#entity(entity)
    return this.#end(head, extras, events)
  }

  /** Those that say no more than that an intent was applied are one frame for each tick; a client finds them by `seq`. */
  results(results: readonly WrittenResult[]): readonly ResultsFrame[] {
    const frames: ResultsFrame[] = []
    for (let at = 0; at < results.length; ) {
      const plain = this.#isIntroduced ? plainFrom(results, at) : []
      if (plain.length === 0) frames.push({ frame: JSON.stringify(results[at]), count: 1 })
      else frames.push({ frame: this.#plainResults(plain), count: plain.length })
      at += Math.max(plain.length, 1)
    }
    return frames
  }

  message(message: WrittenMessage): Frame | undefined {
    if (message.type === 'intent_received') return undefined
    if (message.type !== 'subscribed') return JSON.stringify(message)
    this.#isIntroduced = true
    return JSON.stringify({ ...message, channel: this.#channel })
  }

  #plainResults(results: readonly PlainResult[]): Frame {
    bytes.begin()
    bytes.byte(0)
    bytes.number(this.#channel)
    bytes.number(results[0]?.tick ?? 0)
    bytes.number(results.length)
    for (const { seq } of results) bytes.number(seq)
    return bytes.take()
  }

  #begin(flagged: number): void {
    this.#last = undefined
    bytes.begin()
    bytes.number(flagged | (this.#isIntroduced ? 0 : flags.zoneId))
    bytes.number(this.#channel)
    if (!this.#isIntroduced) bytes.id(this.#zoneId)
  }

  /** Steps first, then what else has changed of those that stay. */
  #patches(patches: readonly WrittenPatch[]): void {
    const others: WrittenPatch[] = []
    for (const patch of patches) {
      const step = stepOf(patch)
      if (step === undefined) {
        others.push(patch)
        continue
      }
      bytes.number(slotNumber(this.#slots.of(patch.to.id)))
      bytes.byte(step)
    }
    bytes.byte(0)
    for (const { to, fields } of others) {
      bytes.number(slotNumber(this.#slots.of(to.id)))
      bytes.text(fields)
    }
    bytes.byte(0)
  }

  #entity({ id, kind, x, y, ownerId, data }: WrittenEntity): void {
    bytes.number(slotNumber(this.#slots.give(id)))
    const { number, isNew } = this.#kinds.of(kind)
    bytes.number(number)
    if (isNew) bytes.text(kind)
    bytes.id(id)
    bytes.signed(x)
    bytes.signed(y)
    if (ownerId === null) bytes.byte(0)
    else bytes.id(ownerId, 1)
    bytes.text(this.#jsonOf(data))
  }

  #end(head: FrameHead, extras: object | undefined, { events }: WrittenEvents): Frame {
    bytes.byte(0)
    if (extras !== undefined) bytes.text(this.#jsonOf(extras))
    if (events.length > 0) bytes.text(`[${events.join(',')}]`)
    this.#last = head
    this.#isIntroduced = true
    return bytes.take()
  }
}

type PlainResult = { readonly seq: number; readonly tick: number }

/** From one result on, those that are plain and of the same tick. */
function plainFrom(results: readonly WrittenResult[], first: number): readonly PlainResult[] {
  const plain: PlainResult[] = []
  for (let at = first; at < results.length; at++) {
    const result = plainOf(results[at])
    if (result === undefined || result.tick !== (plain[0] ?? result).tick) break
    plain.push(result)
  }
  return plain
}

function plainOf(result: WrittenResult | undefined): PlainResult | undefined {
  if (result?.outcome !== 'applied' || result.duplicate === true || result.details !== undefined) return undefined
  const { seq, tick } = result
  return seq === undefined || tick === undefined ? undefined : { seq, tick }
}

function contentFlags(extras: object | undefined, { events, wereDropped }: WrittenEvents): number {
  return (
    (extras === undefined ? 0 : flags.extras) |
    (events.length === 0 ? 0 : flags.events) |
    (wereDropped ? flags.eventsDropped : 0)
  )
}

/** Undefined: it is too far for a byte, or more than a step. */
function stepOf({ from, to, isStep }: WrittenPatch): number | undefined {
  if (!isStep) return undefined
  const dx = to.x - from.x
  const dy = to.y - from.y
  return Math.abs(dx) <= stepMax && Math.abs(dy) <= stepMax ? stepByte(dx, dy) : undefined
}

/** 0 ends a list, so slots are counted from 1 in a frame. */
function slotNumber(slot: number | undefined): number {
  if (slot === undefined) throw new Error('something changes or goes that was not shown before')
  return slot + 1
}
