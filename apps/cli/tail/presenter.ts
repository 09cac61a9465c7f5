import type { ClientStatus, EndReason, GameEventHeard, JoinedZone, JoinedZoneStatus, ZoneView } from '@gridtick/client'
import { assertNever } from 'gridtick/internal'
import { printNotice } from '../output/notice.ts'
import { printJson, printLines } from '../output/output.ts'

/** Shows what is watched: drawn on the terminal, a line each, or as JSON. */
export type Presenter = {
  joined(zone: JoinedZone): void
  frame(view: ZoneView): void
  event(event: GameEventHeard & { readonly tick: number }): void
  zoneStatus(status: JoinedZoneStatus): void
  /** Also before `joined`. */
  connection(status: ClientStatus): void
  /** What is waited for. Also before `joined`. */
  waiting(text: string): void
  ended(reason: EndReason, message: string): void
  /** Gives the terminal back as it was. */
  close(): void
}

/** One line of JSON for each thing that happens, every one with `type`. */
export function createJsonPresenter(): Presenter {
  return {
    joined: ({ id, module, everyMs, playerId }) => printJson({ type: 'joined', zoneId: id, module, everyMs, playerId }),
    frame: ({ tick, at, entities, extras }) =>
      printJson({ type: 'tick', tick, at, entities: [...entities.values()], extras }),
    event: (event) => printJson({ type: 'event', ...event }),
    zoneStatus: (status) => printJson({ type: 'zone_status', status }),
    connection: (status) => printJson({ type: 'connection', ...status }),
    // A program knows what it waits for.
    waiting() {},
    ended: (reason, message) => printJson({ type: 'ended', reason, message }),
    close() {},
  }
}

/** A line for each thing that happens, where nobody watches a terminal. */
export function createLinePresenter(): Presenter {
  return {
    joined: ({ id, module, playerId }) => printLines(`watching ${id} (${module}) as ${playerId}`),
    frame: ({ tick, entities, extras }) =>
      printLines(`tick ${tick}  ${entities.size} entities  ${JSON.stringify(extras)}`),
    event: ({ tick, event, payload }) => printLines(`tick ${tick}  ${eventLine({ event, payload })}`),
    zoneStatus: (status) => printLines(`the zone is ${status}`),
    // That it ends because it was to end is no news.
    connection(status) {
      if (status.phase !== 'closed' || status.reason !== 'asked') printLines(connectionLine(status))
    },
    waiting: (text) => printNotice(`${text} …`),
    ended: (_, message) => printLines(message),
    close() {},
  }
}

export function eventLine({ event, payload }: GameEventHeard): string {
  return `${event} ${JSON.stringify(payload)}`
}

/** Where a connection stands, in words. */
export function connectionLine(status: ClientStatus): string {
  switch (status.phase) {
    case 'connecting':
      return 'connecting …'
    case 'connected':
      return 'connected'
    case 'reconnecting':
      return `reconnecting, attempt ${status.attempt}: ${status.reason}`
    case 'closed':
      return `disconnected: ${status.message}`
    default:
      return assertNever(status)
  }
}
