import type { ZoneId } from 'gridtick'
import type { MessageKind, OutgoingFrame, Watch } from '../ports/connection-outlet.ts'
import type { IntentSettled } from '../ports/zone-answers.ts'
import type { ZoneFault } from '../ports/zone-fault.ts'
import type { ZoneNotice } from '../ports/zone-notice.ts'
import {
  kindOfNumber,
  type LinkCall,
  type LinkCalls,
  type LinkPart,
  type LinkParts,
  linkVersion,
  opcodes,
} from './link-message.ts'

/** What the side of the doors is to do, in this order. */
export type DoorEffect =
  | { readonly do: 'answer'; readonly rid: number; readonly value: unknown }
  | { readonly do: 'fail'; readonly rid: number; readonly fault: ZoneFault }
  | {
      readonly do: 'frame'
      readonly connectionId: string
      readonly frame: OutgoingFrame
      readonly kind: MessageKind
      readonly finals: number
    }
  | { readonly do: 'textToPlayer'; readonly playerId: string; readonly text: { readonly utf8: Uint8Array } }
  | { readonly do: 'close'; readonly connectionId: string; readonly code: number; readonly reason: string }
  | { readonly do: 'began'; readonly watch: Watch }
  | { readonly do: 'ended'; readonly watch: Watch }
  | { readonly do: 'settled'; readonly operation: string; readonly settled: IntentSettled }
  | { readonly do: 'noticed'; readonly notice: ZoneNotice }

/** The first wait after a call came back; it doubles. */
const retryMs = 20
const retryMsMax = 320
/** So many bytes of frames are taken before the other side hears of it. */
const ackBytes = 262_144

const unreachable: ZoneFault = {
  name: 'ZoneUnreachable',
  message: 'nobody is there who runs the zone; whether the call took effect is not known',
}

type Asked = { readonly call: LinkCall; readonly zoneId: ZoneId | undefined; readonly since: number; isSent: boolean }

/** A zone whose calls came back. They wait in their order until `retryAt`; undefined: they are out once more. */
type Held = { tries: number; retryAt: number | undefined; readonly calls: LinkCall[] }

/**
 * The side of the doors, as a state machine: calls and messages in, messages and effects out. It is given the time (ms,
 * monotonic), and waits for nothing. What it holds is bounded by the calls that are not answered.
 */
export class GatewayLink {
  readonly #from: string
  readonly #zoneOf: (name: string, argument: unknown) => ZoneId | undefined
  readonly #sourceOf: (argument: unknown) => string | undefined
  readonly #lookUpMs: number
  #session: number | undefined
  #lastSession = 0
  #sentNumber = 0
  /** The other side does not know yet that it has a gateway. */
  #isNew = false
  #heardNumber = 0
  #lastRid = 0
  #outgoing: LinkCall[] = []
  readonly #asked = new Map<number, Asked>()
  readonly #held = new Map<ZoneId, Held>()
  #takenBytes = 0
  #ackedBytes = 0

  constructor(options: {
    /** Who this is, for the other side. */
    readonly from: string
    /** The zone that a call is about. */
    readonly zoneOf: (name: string, argument: unknown) => ZoneId | undefined
    /** The connection that a call or a signal comes from. */
    readonly sourceOf: (argument: unknown) => string | undefined
    /** A call that finds nobody for so long fails. */
    readonly lookUpMs: number
  }) {
    this.#from = options.from
    this.#zoneOf = options.zoneOf
    this.#sourceOf = options.sourceOf
    this.#lookUpMs = options.lookUpMs
  }

  get isOpen(): boolean {
    return this.#session !== undefined
  }

  /** There is another side, which knows nothing yet. What waited goes out to it, behind what `first` asks. */
  open(first: () => void = () => {}): void {
    this.#lastSession += 1
    this.#session = this.#lastSession
    this.#isNew = true
    this.#sentNumber = 0
    this.#heardNumber = 0
    this.#takenBytes = 0
    this.#ackedBytes = 0
    const waiting = this.#outgoing
    this.#outgoing = []
    first()
    this.#outgoing.push(...waiting)
  }

  /** The other side is gone. What it was asked fails; what was not sent waits for the next one, in its order. */
  lose(): readonly DoorEffect[] {
    this.#session = undefined
    for (const held of this.#held.values()) this.#outgoing.push(...held.calls)
    this.#held.clear()
    this.#outgoing = this.#outgoing.filter((call, at) => call.rid !== undefined || this.#isOfWaiting(call, at))
    return [...this.#asked].filter(([, { isSent }]) => isSent).map(([rid]) => this.#fail(rid))
  }

  /** Makes a call. Its answer, or why there is none, comes as an effect with this number. */
  ask(name: string, argument: unknown, now: number): number {
    this.#lastRid += 1
    const call = { k: name, a: argument, rid: this.#lastRid }
    const zoneId = this.#zoneOf(name, argument)
    this.#asked.set(call.rid, { call, zoneId, since: now, isSent: false })
    const held = zoneId === undefined ? undefined : this.#held.get(zoneId)
    if (held?.retryAt === undefined) this.#outgoing.push(call)
    else held.calls.push(call)
    return call.rid
  }

  /**
   * Makes a call that has no answer. Where nobody is there, nobody need know, unless a call of the same source waits: then
   * the last signal of each name waits behind it.
   */
  tell(name: string, argument: unknown): void {
    const signal: LinkCall = { k: name, a: argument }
    if (this.#session === undefined) {
      if (!this.#isOfWaiting(signal, this.#outgoing.length)) return
      const source = this.#sourceOf(argument)
      this.#outgoing = this.#outgoing.filter(
        ({ rid, k, a }) => rid !== undefined || k !== name || this.#sourceOf(a) !== source,
      )
    }
    this.#outgoing.push(signal)
  }

  receive({ s, n, x }: LinkParts, payloads: Uint8Array, now: number): readonly DoorEffect[] {
    // Of one that is gone, and was heard late.
    if (s !== this.#session) return []
    if (n !== this.#heardNumber + 1) throw new RangeError(`message ${n} of a link came after ${this.#heardNumber}`)
    this.#heardNumber = n
    let at = 0
    const take = (bytes: number) => {
      const payload = payloads.subarray(at, at + bytes)
      at += bytes
      return payload
    }
    const effects = x.flatMap((part) => this.#effectsOf(part, take, now))
    this.#takenBytes += at
    return effects
  }

  /** What has waited long enough goes out again, or fails. Answers the time to call this again; undefined: none. */
  pass(now: number): { readonly effects: readonly DoorEffect[]; readonly nextAt: number | undefined } {
    if (this.isOpen && this.#held.size === 0) return { effects: [], nextAt: undefined }
    const waits = ({ isSent, call, zoneId }: Asked) => !isSent && (!this.isOpen || this.#isHeld(call, zoneId))
    const waiting = [...this.#asked.values()].filter(waits)
    const endOf = ({ since }: Asked) => since + this.#lookUpMs
    const effects = waiting.filter((asked) => endOf(asked) <= now).map(({ call }) => this.#giveUp(call))
    for (const held of this.#held.values()) {
      if (held.retryAt === undefined || held.retryAt > now) continue
      held.retryAt = undefined
      this.#outgoing.push(...held.calls.splice(0))
    }
    const times = [
      ...[...this.#held.values()].flatMap(({ retryAt }) => retryAt ?? []),
      ...waiting
        .filter(waits)
        .map(endOf)
        .filter((end) => end > now),
    ]
    return { effects, nextAt: times.length === 0 ? undefined : Math.min(...times) }
  }

  /** The message that is due now. */
  take(): LinkCalls | undefined {
    const isAckDue = this.#takenBytes - this.#ackedBytes >= ackBytes
    if (this.#session === undefined || (this.#outgoing.length === 0 && !isAckDue && !this.#isNew)) return undefined
    this.#isNew = false
    const ops = this.#outgoing
    this.#outgoing = []
    for (const { rid } of ops) {
      const asked = rid === undefined ? undefined : this.#asked.get(rid)
      if (asked !== undefined) asked.isSent = true
    }
    this.#sentNumber += 1
    this.#ackedBytes = this.#takenBytes
    return { v: linkVersion, f: this.#from, t: 'g', s: this.#session, n: this.#sentNumber, ops, ack: this.#ackedBytes }
  }

  #effectsOf(part: LinkPart, take: (bytes: number) => Uint8Array, now: number): readonly DoorEffect[] {
    if (Array.isArray(part)) {
      const [connectionId, bytes, kind, opcode] = part
      const frame = opcode === opcodes.binary ? take(bytes) : { utf8: take(bytes) }
      return [{ do: 'frame', connectionId, frame, ...kindOfNumber(kind) }]
    }
    if ('player' in part) return [{ do: 'textToPlayer', playerId: part.player, text: { utf8: take(part.bytes) } }]
    if ('bounced' in part) return this.#bounced(part.bounced, now)
    if ('settledOf' in part)
      return [{ do: 'settled', operation: part.settledOf, settled: part.settled as IntentSettled }]
    if ('noticed' in part) return [{ do: 'noticed', notice: part.noticed as ZoneNotice }]
    if ('began' in part) {
      const [connectionId, zoneId, watch] = part.began
      return [{ do: 'began', watch: { connectionId, zoneId, watch } }]
    }
    if ('ended' in part) {
      const [connectionId, zoneId, watch] = part.ended
      return [{ do: 'ended', watch: { connectionId, zoneId, watch } }]
    }
    if ('close' in part) {
      const [connectionId, code, reason] = part.close
      return [{ do: 'close', connectionId, code, reason }]
    }
    return this.#answered(part)
  }

  /** The zone is here, as it answers. */
  #answered(part: Extract<LinkPart, { rid: number }>): readonly DoorEffect[] {
    const { rid } = part
    const asked = this.#asked.get(rid)
    if (asked === undefined) return []
    this.#asked.delete(rid)
    if (asked.zoneId !== undefined && this.#held.get(asked.zoneId)?.calls.length === 0) this.#held.delete(asked.zoneId)
    return [
      'error' in part ? { do: 'fail', rid, fault: plainFault(part.error) } : { do: 'answer', rid, value: part.value },
    ]
  }

  /** Goes out again after a while, with what is asked of the zone meanwhile behind it; too late, it fails. */
  #bounced(rid: number, now: number): readonly DoorEffect[] {
    const asked = this.#asked.get(rid)
    if (asked?.zoneId === undefined) return []
    if (now - asked.since >= this.#lookUpMs) return [this.#fail(rid)]
    asked.isSent = false
    const held = this.#held.get(asked.zoneId) ?? { tries: 0, retryAt: undefined, calls: [] }
    this.#held.set(asked.zoneId, held)
    held.calls.push(asked.call)
    if (held.retryAt !== undefined) return []
    held.retryAt = now + Math.min(retryMsMax, retryMs * 2 ** held.tries)
    held.tries += 1
    return []
  }

  /** Whether a call of the same source waits before this place. */
  #isOfWaiting({ a }: LinkCall, place: number): boolean {
    const source = this.#sourceOf(a)
    if (source === undefined) return false
    return this.#outgoing.slice(0, place).some((call) => call.rid !== undefined && this.#sourceOf(call.a) === source)
  }

  #isHeld(call: LinkCall, zoneId: ZoneId | undefined): boolean {
    return zoneId !== undefined && (this.#held.get(zoneId)?.calls.includes(call) ?? false)
  }

  #giveUp(call: LinkCall): DoorEffect {
    this.#outgoing = this.#outgoing.filter((other) => other !== call)
    for (const { calls } of this.#held.values()) if (calls.includes(call)) calls.splice(calls.indexOf(call), 1)
    return this.#fail(call.rid ?? 0)
  }

  #fail(rid: number): DoorEffect {
    this.#asked.delete(rid)
    return { do: 'fail', rid, fault: unreachable }
  }
}

function plainFault({ name, kind, message }: { name: string; kind?: string | undefined; message: string }): ZoneFault {
  return kind === undefined ? { name, message } : { name, kind, message }
}
