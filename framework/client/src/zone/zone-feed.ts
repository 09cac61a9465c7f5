import type { ClientView } from '@gridtick/protocol/apply-frame'
import type { TickMessage } from '@gridtick/protocol/messages'
import type { Emitter } from '../emitter.ts'
import type { ZoneEvents } from '../joined-zone.ts'
import type { ZoneView } from '../module-view.ts'
import { changeView, type ViewChange } from './view-change.ts'

/** The view of one zone as frames come, and telling of it. */
export class ZoneFeed {
  readonly #emitter: Emitter<ZoneEvents>
  #view: ClientView | undefined
  /** The next frame is the first of a subscription that follows another: events of ticks in between are lost. */
  #hasGap = false

  constructor(emitter: Emitter<ZoneEvents>) {
    this.#emitter = emitter
  }

  get view(): ZoneView {
    if (this.#view === undefined) throw new Error('A zone has no view before join() has resolved.')
    return this.#view as ZoneView
  }

  /** Subscribed, perhaps again: a whole view comes next. */
  beginAnew(): void {
    this.#hasGap = this.#view !== undefined
  }

  /** False: the frame does not follow the view, and a whole one is needed. Never is a wrong view shown. */
  take(frame: TickMessage): boolean {
    const change = this.#change(frame)
    if (change === undefined) return false
    const isFirst = this.#view === undefined
    // It is still the beat that was seen last: it came with its events, and no other has had any.
    const hasMissedTicks = this.#hasGap && frame.tick !== this.#view?.tick
    const eventsDropped = hasMissedTicks || frame.eventsDropped === true
    this.#view = change.view
    this.#hasGap = false
    // The first is what `join` resolves with; nobody can listen yet.
    if (!isFirst) this.#tell(change, frame, eventsDropped)
    return true
  }

  #tell({ set, removed }: ViewChange, { tick, events }: TickMessage, eventsDropped: boolean): void {
    const { view } = this
    for (const event of events) this.#emitter.emit('event', { ...event, tick })
    this.#emitter.emit('tick', { view, events, eventsDropped, changed: { set, removed } })
  }

  #change(frame: TickMessage): ViewChange | undefined {
    try {
      return changeView(this.#view, frame)
    } catch {
      return undefined
    }
  }
}
