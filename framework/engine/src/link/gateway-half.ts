import type { ZoneId } from 'gridtick'
import { assertNever } from 'gridtick/internal'
import type { Clock } from '../ports/clock.ts'
import type { ConnectionOutlet } from '../ports/connection-outlet.ts'
import { fromZoneFault } from '../ports/zone-fault.ts'
import { type DoorEffect, GatewayLink } from './gateway-link.ts'
import { decodeLinkMessage, encodeLinkMessage } from './link-codec.ts'
import { partsSchema } from './link-message.ts'

/** The half of a link that stands with the doors. */
export type GatewayHalf = {
  /** Makes a call, and answers what it answered. Rejects with what it rejected with, or where nobody is there. */
  ask(name: string, argument: unknown): Promise<unknown>
  /** Makes a call that has no answer. */
  tell(name: string, argument: unknown): void
  /** A message of the other half. Throws where it is none. */
  receive(message: Uint8Array): void
  /** There is another half, which knows nothing yet. It is asked what waited behind what `first` asks. */
  open(first?: () => void): void
  /** The other half is gone. */
  lose(): void
}

export function createGatewayHalf(options: {
  readonly from: string
  readonly outlet: ConnectionOutlet
  readonly clock: Pick<Clock, 'monotonic' | 'after'>
  /** The zone that a call is about. */
  readonly zoneOf: (name: string, argument: unknown) => ZoneId | undefined
  /** The connection that a call or a signal comes from. */
  readonly sourceOf: (argument: unknown) => string | undefined
  readonly lookUpMs: number
  /** Takes a message over; it arrives whole, once and in its order. */
  readonly post: (message: Uint8Array) => void
}): GatewayHalf {
  const { outlet, clock, post } = options
  const link = new GatewayLink(options)
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let isFlushPlanned = false
  let cancelTimer = () => {}

  /** What is asked in one go is one message. */
  const flushSoon = () => {
    if (isFlushPlanned) return
    isFlushPlanned = true
    queueMicrotask(() => {
      isFlushPlanned = false
      flush()
    })
  }

  const flush = () => {
    for (let calls = link.take(); calls !== undefined; calls = link.take()) post(encodeLinkMessage(calls))
  }

  /** What waits has its time. */
  const keepTime = () => {
    cancelTimer()
    cancelTimer = () => {}
    const now = clock.monotonic()
    const { effects, nextAt } = link.pass(now)
    carryOut(effects)
    if (nextAt !== undefined) cancelTimer = clock.after(Math.max(1, nextAt - now), keepTime)
    flushSoon()
  }

  const carryOut = (effects: readonly DoorEffect[]) => {
    for (const effect of effects) carryOutOne(effect)
  }

  const carryOutOne = (effect: DoorEffect) => {
    switch (effect.do) {
      case 'frame':
        outlet.send(effect.connectionId, effect.frame, effect.kind, effect.finals)
        break
      case 'textToPlayer':
        outlet.sendToPlayer(effect.playerId, effect.text)
        break
      case 'close':
        outlet.close(effect.connectionId, effect.code, effect.reason)
        break
      case 'began':
        outlet.began(effect.watch)
        break
      case 'ended':
        outlet.ended(effect.watch)
        break
      case 'settled':
        outlet.settled(effect.operation, effect.settled)
        break
      case 'noticed':
        outlet.noticed(effect.notice)
        break
      case 'answer':
        takeWaiting(effect.rid)?.resolve(effect.value)
        break
      case 'fail':
        takeWaiting(effect.rid)?.reject(fromZoneFault(effect.fault))
        break
      default:
        assertNever(effect)
    }
  }

  const takeWaiting = (rid: number) => {
    const one = waiting.get(rid)
    waiting.delete(rid)
    return one
  }

  return {
    ask: (name, argument) =>
      new Promise((resolve, reject) => {
        waiting.set(link.ask(name, argument, clock.monotonic()), { resolve, reject })
        if (link.isOpen) flushSoon()
        else keepTime()
      }),
    tell(name, argument) {
      link.tell(name, argument)
      flushSoon()
    },
    receive(message) {
      const { header, payloads } = decodeLinkMessage(message)
      const effects = link.receive(partsSchema.parse(header), payloads, clock.monotonic())
      const release = outlet.hold()
      try {
        carryOut(effects)
      } finally {
        release()
      }
      keepTime()
    },
    open(first) {
      link.open(first)
      keepTime()
    },
    lose() {
      carryOut(link.lose())
      keepTime()
    },
  }
}
