import type { JoinedZone } from '@gridtick/client'
import { exitCodes } from '../exit-codes.ts'
import type { Ending } from './create-ending.ts'
import type { Presenter } from './presenter.ts'

export type Presentation = {
  readonly zone: JoinedZone
  readonly presenter: Presenter
  /** It ends with this frame. */
  readonly framesMax: number
  readonly ending: Ending
  /** How long nothing changes until whoever waits for more frames is told so. */
  readonly quietMs?: number
}

const quietMsDefault = 2_000

/** Shows what a player sees of a zone from now on, until the ending begins; then only how it ends. */
export function present(presentation: Presentation): void {
  const { zone, presenter, framesMax, ending, quietMs = quietMsDefault } = presentation
  let frames = 0
  let quiet: NodeJS.Timeout | undefined
  const frame = () => {
    if (ending.hasBegun) return
    clearTimeout(quiet)
    presenter.frame(zone.view)
    if (++frames >= framesMax) return ending.begin(exitCodes.done)
    // Who watches without an end knows that a quiet zone is quiet.
    if (framesMax !== Number.POSITIVE_INFINITY)
      quiet = setTimeout(() => presenter.waiting('waiting for something to change'), quietMs)
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
  zone.on('ended', ({ reason, message }) => {
    presenter.ended(reason, message)
    ending.begin(reason === 'refused' || reason === 'closed' ? exitCodes.failed : exitCodes.done)
  })
  void ending.exitCode.then(() => clearTimeout(quiet))
}
