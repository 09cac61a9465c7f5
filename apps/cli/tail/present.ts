import type { Client, JoinedZone } from 'gridtick/client'
import { exitCodes } from '../exit-codes.ts'
import type { Ending } from './create-ending.ts'
import type { Presenter } from './presenter.ts'

export type Presentation = {
  readonly client: Client
  readonly zone: JoinedZone
  readonly presenter: Presenter
  /** It ends with this frame. */
  readonly framesMax: number
  readonly ending: Ending
}

/** Shows what a player sees of a zone from now on, until the ending begins; then only how it ends. */
export function present({ client, zone, presenter, framesMax, ending }: Presentation): void {
  let frames = 0
  const frame = () => {
    if (ending.hasBegun) return
    presenter.frame(zone.view)
    if (++frames >= framesMax) ending.begin(exitCodes.done)
  }
  presenter.joined(zone)
  frame()
  zone.on('tick', frame)
  zone.on('event', (event) => {
    if (!ending.hasBegun) presenter.event(event)
  })
  zone.on('status', ({ status }) => {
    if (!ending.hasBegun) presenter.zoneStatus(status)
  })
  client.on('status', presenter.connection)
  zone.on('ended', ({ reason, message }) => {
    presenter.ended(reason, message)
    ending.begin(reason === 'refused' || reason === 'closed' ? exitCodes.failed : exitCodes.done)
  })
}
