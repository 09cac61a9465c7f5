import { closeCodes } from '@gridtick/protocol'
import type { Frame } from '@gridtick/protocol/codecs'
import type { AnyZoneBase } from 'gridtick/internal'
import { ModuleFault } from '../module/module-fault.ts'
import { diffView } from '../view/diff-view.ts'
import { type AddressedEvent, type EncodedEvent, pickEvents } from '../view/pick-events.ts'
import { emptyView, type PlayerView } from '../view/player-view.ts'
import type { Engine } from '../zone/engine.ts'
import { type Moment, momentOf } from '../zone/moment.ts'
import { runEachOnZone, runOnZoneNow, type ZoneWork } from '../zone/run-on-zone.ts'
import type { Subscription } from '../zone/subscription.ts'
import type { Zone } from '../zone/zone.ts'
import { sendZoneMessage } from './send-messages.ts'
import { reportedView, sharedBase, type TimedView, viewWork } from './view-of.ts'

/** Where the time of showing a tick went, in ms. */
export type ShowTimes = { viewMs: number; encodeSendMs: number }

/**
 * Frames are made first and then sent in a row: on loopback 200 sends in a row were measured to take about 40 % less time
 * than sends with views made in between. Once this many characters wait, they are sent; it bounds the memory for them.
 */
const waitingLengthMax = 1_048_576

/**
 * Shows the committed tick to all who watch. Each gets the difference between what the connection was last sent and
 * what its player may see now; who would see nothing new gets no frame. Views are made in slices, and what was made in
 * one is sent after it; then `onSent` is called, which writes what was held.
 */
export async function showTick(engine: Engine, zone: Zone, shown: Shown, onSent: () => void): Promise<ShowTimes> {
  const showing = beginShowing(zone, shown)
  const watching = zone.watching.subscriptions.all().filter(({ phase }) => phase === 'watching')
  for (const subscription of watching) subscription.isBeingShown = true
  let stops = 0
  const works = watching.map(({ player }) =>
    unless(() => stops >= engine.limits.stoppedViewsMax, viewWork(engine, zone, player.playerId, showing.base)),
  )
  const left = watching.values()
  await runEachOnZone(engine, zone, works, (views) => {
    for (const view of views) {
      if (view instanceof ModuleFault) stops += 1
      const subscription = left.next().value as Subscription
      subscription.isBeingShown = false
      // Meanwhile the connection may have ended, or begun to watch again.
      if (zone.watching.subscriptions.get(subscription.connectionId) !== subscription) continue
      showTo(engine, zone, subscription, { showing, made: view })
      if (showing.waitingLength >= waitingLengthMax) sendOutgoing(engine, showing)
    }
    sendOutgoing(engine, showing, onSent)
  })
  return showing.times
}

/** A view that is not made where so many of this tick were stopped: each costs all zones the full time. */
function unless(isTooMuch: () => boolean, work: ZoneWork<TimedView>): ZoneWork<TimedView> {
  return { ...work, run: () => (isTooMuch() ? tooManyStopped : work.run()) }
}

const tooManyStopped: TimedView = {
  result: {
    ok: false,
    fault: new ModuleFault('getPlayerState', 'not run, because too many views of this tick were stopped', {
      isResting: true,
    }),
  },
  ms: 0,
}

/**
 * Shows the committed state to one connection, outside of a step, as of this moment: at the start, when a congested one
 * drained, and when its view failed before. One to which it is about to be shown anyway is left to that.
 */
export function showNow(engine: Engine, zone: Zone, subscription: Subscription): void {
  if (subscription.isBeingShown) return
  const moment = momentOf(engine, zone)
  const showing = beginShowing(zone, { events: [], previousTick: zone.committed.tick, moment })
  const made = runOnZoneNow(engine, zone, viewWork(engine, zone, subscription.player.playerId, showing.base))
  showTo(engine, zone, subscription, { showing, made })
  sendOutgoing(engine, showing)
}

/** What is shown: the committed state, at a moment, and what happened since the tick that was stored before. */
type Shown = {
  readonly events: readonly AddressedEvent[]
  readonly previousTick: number
  readonly moment: Moment
}

/** One showing of a tick: what all who are shown it share. */
type Showing = Shown & {
  /** What the views are made of. */
  readonly base: () => AnyZoneBase
  readonly outgoing: { readonly subscription: Subscription; readonly view: PlayerView; readonly made: MadeFrame }[]
  /** Of the frames in `outgoing`, together. */
  waitingLength: number
  readonly times: ShowTimes
}

/** `tick`: what it tells. */
type MadeFrame = { readonly frame: Frame; readonly tick: number }

function beginShowing(zone: Zone, shown: Shown): Showing {
  const times = { viewMs: 0, encodeSendMs: 0 }
  return {
    ...shown,
    base: sharedBase(zone, shown.moment),
    outgoing: [],
    waitingLength: 0,
    times,
  }
}

function sendOutgoing({ outlet, clock }: Engine, showing: Showing, onSent = () => {}): void {
  const { outgoing, times } = showing
  const startedAt = clock.monotonic()
  for (const { subscription, view, made } of outgoing) {
    subscription.sent = { view, tick: made.tick }
    subscription.toldTick = made.tick
    subscription.hasDroppedEvents = false
    subscription.isOwedFrame = false
    outlet.send(subscription.connectionId, made.frame, 'frame')
  }
  outgoing.length = 0
  showing.waitingLength = 0
  onSent()
  times.encodeSendMs += clock.monotonic() - startedAt
}

function showTo(
  engine: Engine,
  zone: Zone,
  subscription: Subscription,
  { showing, made }: { readonly showing: Showing; readonly made: TimedView | ModuleFault },
): void {
  const { events, previousTick, times } = showing
  const viewedAt = engine.clock.monotonic()
  if (!(made instanceof ModuleFault)) times.viewMs += made.ms
  const view = viewFor(engine, zone, subscription, { made, tick: showing.moment.tick })
  if (view === undefined) {
    const { playerId } = subscription.player
    const lost = pickEvents(events, { playerId, before: emptyView, now: emptyView })
    subscription.hasDroppedEvents ||= lost.length > 0
    return
  }

  const before = subscription.seen?.tick === previousTick ? subscription.seen.view : emptyView
  const { playerId } = subscription.player
  const picked = pickEvents(events, { playerId, before, now: view })
  // Looked at for a congested connection as well: whom the events of the next tick are for depends on it.
  subscription.seen = { view, tick: zone.committed.tick }
  if (subscription.isCongested) {
    subscription.hasDroppedEvents ||= picked.length > 0
    engine.telemetry.frameSkipped()
    return
  }
  const frame = frameOrNone(engine, zone, subscription, view, { picked, showing })
  if (frame !== undefined) {
    showing.outgoing.push({ subscription, view, made: frame })
    showing.waitingLength += frame.frame.length
  } else if (subscription.sent !== undefined) subscription.sent = { view, tick: subscription.sent.tick }
  times.encodeSendMs += engine.clock.monotonic() - viewedAt
}

/**
 * Undefined: nothing to tell, or it could not be written, which is a fault of ours. Then it is this player's alone: the
 * next frame has the whole view, which stands by itself.
 */
function frameOrNone(
  { logger }: Engine,
  zone: Zone,
  subscription: Subscription,
  view: PlayerView,
  told: { readonly picked: readonly EncodedEvent[]; readonly showing: Showing },
): MadeFrame | undefined {
  try {
    return frameFor(subscription, view, told)
  } catch (error) {
    const { playerId } = subscription.player
    logger.error(
      { zoneId: zone.id, playerId, err: error },
      `zone ${zone.id}: a frame of player ${playerId} cannot be written; the next one has the whole view`,
    )
    subscription.sent = undefined
    subscription.hasDroppedEvents ||= told.picked.length > 0
    return undefined
  }
}

/** Undefined: nothing to tell. */
function frameFor(
  { writer, mode, sent, toldTick, hasDroppedEvents, isOwedFrame }: Subscription,
  view: PlayerView,
  { picked, showing }: { readonly picked: readonly EncodedEvent[]; readonly showing: Showing },
): MadeFrame | undefined {
  // A step that was late to be stored may be shown in the beat in which something else was told already.
  const tick = Math.max(showing.moment.tick, toldTick + 1)
  const head = { tick, at: showing.moment.at }
  const events = { events: picked, wereDropped: hasDroppedEvents }
  if (sent === undefined) return { tick, frame: writer.full(head, view, events) }
  const difference = diffView(sent.view, view)
  if (difference.isEmpty && picked.length === 0 && !hasDroppedEvents && !isOwedFrame) return undefined
  if (mode === 'full') return { tick, frame: writer.full(head, view, events) }
  return { tick, frame: writer.delta({ ...head, prev: sent.tick }, difference, events) }
}

/**
 * Undefined: the view failed. The player learns so when that begins, and nothing else: what comes of it later hangs on
 * the beats, and not on what happens in them.
 */
function viewFor(
  engine: Engine,
  zone: Zone,
  subscription: Subscription,
  { made, tick }: { readonly made: TimedView | ModuleFault; readonly tick: number },
): PlayerView | undefined {
  const result = reportedView(engine, zone, subscription.player.playerId, made)
  if (result.ok) {
    subscription.viewFailures = 0
    subscription.isUnavailableTold = false
    zone.watching.subscriptions.failing.delete(subscription)
    return result.view
  }
  zone.watching.subscriptions.failing.add(subscription)
  subscription.seen = undefined
  subscription.isOwedFrame = true
  subscription.viewFailures += 1
  if (!subscription.isCongested && !subscription.isUnavailableTold) {
    subscription.isUnavailableTold = true
    sendZoneMessage(engine, zone, subscription.connectionId, { type: 'view_unavailable', zoneId: zone.id, tick })
  }
  if (subscription.viewFailures >= engine.limits.viewFailuresMax)
    engine.outlet.close(subscription.connectionId, closeCodes.viewsFailing, 'The view of this player keeps failing.')
  return undefined
}
