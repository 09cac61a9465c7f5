import type { Logger, ZoneNotice } from '@gridtick/engine/ports'
import { callContained } from '../observe/contain.ts'

type About<What extends ZoneNotice['what']> = Omit<Extract<ZoneNotice, { readonly what: What }>, 'what'>

/**
 * What a program around a server hears of its zones, by name. Each comes after it was stored, and at most once: if the
 * process ends before it has called the listeners, they do not hear of it later. `module` is the module's name.
 */
export type GameServerEvents = {
  readonly zoneCreated: About<'created'>
  /** `error`: why, where the module has failed too often; null: an operator paused it. */
  readonly zonePaused: About<'paused'>
  readonly zoneResumed: About<'resumed'>
  /** The game is over, with the `result` that the module gave. */
  readonly zoneFinished: About<'finished'>
  readonly zoneDeleted: About<'deleted'>
  /** A tick failed, and not because of what one player asked for: the module is at fault, as `error` says. */
  readonly zoneFailed: About<'failed'>
}

const names = {
  created: 'zoneCreated',
  paused: 'zonePaused',
  resumed: 'zoneResumed',
  finished: 'zoneFinished',
  deleted: 'zoneDeleted',
  failed: 'zoneFailed',
} as const satisfies Record<ZoneNotice['what'], keyof GameServerEvents>

/** More listeners of one event are a leak. */
const listenersMax = 100

/** Calls those who listen, at once and in their order; nothing waits. What one throws or rejects with is in the log alone. */
export type ServerEvents = {
  /** Returns how to stop listening. Throws a TypeError for an event that there is not, a RangeError for too many listeners. */
  on<Name extends keyof GameServerEvents>(name: Name, listener: (event: GameServerEvents[Name]) => unknown): () => void
  tell(notice: ZoneNotice): void
}

export function createServerEvents(logger: Logger): ServerEvents {
  const listeners = new Map<string, Set<(event: never) => unknown>>(
    Object.values(names).map((name) => [name, new Set()]),
  )
  return {
    on(name, listener) {
      const others = listeners.get(name)
      if (others === undefined)
        throw new TypeError(`There is no event "${name}". There are: ${[...listeners.keys()].join(', ')}.`)
      if (typeof listener !== 'function')
        throw new TypeError(`on("${name}") needs a function to call; it was given ${typeof listener}.`)
      if (others.size >= listenersMax)
        throw new RangeError(`${listenersMax} listeners of "${name}" are there: one of those that stop is forgotten.`)
      // The same function may listen twice, and each is stopped by its own.
      const own = (event: never) => listener(event)
      others.add(own)
      return () => others.delete(own)
    },
    tell({ what, ...event }) {
      const name = names[what]
      for (const listener of [...(listeners.get(name) ?? [])])
        callContained(
          () => listener(event as never),
          (error) => logger.error({ err: error, zoneId: event.zoneId }, `a listener of "${name}" failed`),
        )
    },
  }
}
