import type { JoinedZone } from '../joined-zone.ts'
import type { ModuleLike } from '../module-like.ts'
import type { Runtime } from '../runtime.ts'
import { waitFor } from './wait-for.ts'
import type { ZoneSubscription } from './zone-subscription.ts'

/** What a program sees of a zone that its client watches. */
export function createJoinedZone<Module extends ModuleLike>(
  zone: ZoneSubscription,
  { after }: Pick<Runtime, 'after'>,
): JoinedZone<Module> {
  const joined: JoinedZone = {
    id: zone.id,
    get module() {
      return zone.module
    },
    get everyMs() {
      return zone.everyMs
    },
    get config() {
      return zone.config
    },
    get bounds() {
      return zone.bounds
    },
    get status() {
      return zone.status
    },
    get playerId() {
      return zone.playerId
    },
    get view() {
      return zone.feed.view
    },
    get pending() {
      return zone.intents.pending
    },
    on: (name, listener) => zone.events.on(name, listener),
    waitFor: (name, predicate, options) =>
      waitFor({ on: (each, listener) => zone.events.on(each, listener), after }, name, predicate, options),
    send: (type, payload) => zone.send(type, payload),
    query: (name, input) => zone.query(name, input),
    unsubscribe: () => zone.part('unsubscribe'),
    leave: () => zone.part('leave'),
  }
  // The same object: what a module says of its entities and intents exists only in types.
  return joined as unknown as JoinedZone<Module>
}
