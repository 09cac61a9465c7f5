import type { MessageKind } from '../ports/connection-outlet.ts'
import { type Payload, payloadBytes } from './link-codec.ts'
import {
  type LinkCall,
  type LinkCalls,
  type LinkPart,
  type LinkParts,
  linkVersion,
  numberOfKind,
  opcodes,
} from './link-message.ts'

/** Notices that wait for the first session; beyond that the oldest are dropped. */
const earlyMax = 1_000

/**
 * The side of the zones, as a state machine: messages and what the zones say in, calls and messages out. It belongs to
 * one gateway, and begins anew with each session that this one opens.
 */
export class HostLink {
  readonly #from: string
  #session = 0
  #sentNumber = 0
  #heardNumber = 0
  #parts: LinkPart[] = []
  /** What happened to zones before a gateway was there. */
  #early: LinkPart[] = []
  #payloads: Payload[] = []
  #waitingBytes = 0
  #sentBytes = 0
  #ackedBytes = 0

  constructor({ from }: { readonly from: string }) {
    this.#from = from
  }

  /** Bytes of frames that were not taken yet, as far as the other side has said. */
  get unacknowledgedBytes(): number {
    return this.#sentBytes - this.#ackedBytes
  }

  /** Bytes of frames that wait to be sent. */
  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** The calls to carry out, in their order. `isNew`: the gateway knows nothing of what was before. */
  receive({ s, n, ops, ack }: LinkCalls): { readonly calls: readonly LinkCall[]; readonly isNew: boolean } {
    if (s < this.#session) return { calls: [], isNew: false }
    const isNew = s > this.#session
    if (isNew) this.#begin(s)
    if (n !== this.#heardNumber + 1) throw new RangeError(`message ${n} of a link came after ${this.#heardNumber}`)
    this.#heardNumber = n
    this.#ackedBytes = ack
    return { calls: ops, isNew }
  }

  frame(connectionId: string, frame: Payload, kind: MessageKind, finals?: number): void {
    const opcode = typeof frame === 'string' ? opcodes.text : opcodes.binary
    this.#add([connectionId, payloadBytes(frame), numberOfKind(kind, finals), opcode], frame)
  }

  textToPlayer(player: string, text: string): void {
    this.#add({ player, bytes: payloadBytes(text) }, text)
  }

  say(part: Exclude<LinkPart, readonly unknown[] | { player: string }>): void {
    if (this.#session > 0) this.#parts.push(part)
    else if ('noticed' in part) this.#early = [...this.#early, part].slice(-earlyMax)
  }

  /** The message that is due now. */
  take(): { readonly header: LinkParts; readonly payloads: readonly Payload[] } | undefined {
    if (this.#parts.length === 0) return undefined
    this.#sentNumber += 1
    const [x, payloads] = [this.#parts, this.#payloads]
    this.#sentBytes += this.#waitingBytes
    this.#clear()
    return { header: { v: linkVersion, f: this.#from, t: 'h', s: this.#session, n: this.#sentNumber, x }, payloads }
  }

  #add(part: LinkPart, payload: Payload): void {
    // Nobody is there to whom it could go.
    if (this.#session === 0) return
    this.#parts.push(part)
    this.#payloads.push(payload)
    this.#waitingBytes += Array.isArray(part) ? part[1] : 'bytes' in part ? part.bytes : 0
  }

  #begin(session: number): void {
    this.#session = session
    this.#sentNumber = 0
    this.#heardNumber = 0
    this.#sentBytes = 0
    this.#ackedBytes = 0
    this.#clear()
    this.#parts = this.#early
    this.#early = []
  }

  #clear(): void {
    this.#parts = []
    this.#payloads = []
    this.#waitingBytes = 0
  }
}
