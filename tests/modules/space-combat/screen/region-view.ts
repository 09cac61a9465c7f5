import type { TestZone } from '@gridtick/testing'
import type {
  AnswerTo,
  Heard,
  RegionView,
  RegionZone,
  Told,
} from '../../../../modules/space-combat/screen/region/region-view.ts'
import { type Playing, readSituation } from '../../../../modules/space-combat/screen/region/situation.ts'
import { happeningOf } from '../../../../modules/space-combat/screen/words/happening-words.ts'
import type { Reader } from '../../../../modules/space-combat/screen/words/round-words.ts'

/** What a captain was shown, as the page's client hands it to a screen. */
export function viewOf(zone: TestZone, playerId: string): RegionView {
  const { tick, entities, extras } = zone.view(playerId)
  const byId = new Map(entities.map((entity) => [entity.id, entity]))
  return { tick, at: zone.clock.now(), entities: byId, extras } as unknown as RegionView
}

/** What a captain who has a ship sees. */
export function playing(zone: TestZone, playerId: string): Playing {
  const situation = readSituation(viewOf(zone, playerId), playerId)
  if (situation.phase !== 'playing') throw new Error(`${playerId} has no ship yet`)
  return situation
}

/** The events that a captain heard of one name, oldest first, as the page gets them. */
export function heard<Name extends Heard['event']>(
  zone: TestZone,
  playerId: string,
  event: Name,
): readonly Told<Name>[] {
  return allHeard(zone, playerId).flatMap((told) => (told.event === event ? [told.payload as Told<Name>] : []))
}

/** All events that a captain heard, oldest first. */
export function allHeard(zone: TestZone, playerId: string): readonly Heard[] {
  return zone.events(playerId) as unknown as readonly Heard[]
}

/** The answer to a query, as the page gets it. */
export function asked<Name extends QueryName>(zone: TestZone, playerId: string, name: Name, input: object = {}) {
  const answered = zone.query(playerId, name, input)
  if (!answered.ok) throw new Error(`${name} was refused: ${answered.refused.message}`)
  return answered.value.result as AnswerTo<Name>
}

type QueryName = Parameters<RegionZone['query']>[0]

/** Who reads: a captain, to whom everybody is called by their id. */
export function readerOf(playerId: string): Reader {
  return { playerId, nameOf: (id) => id }
}

/** What the log of the page says of all that a captain heard. */
export function logOf(zone: TestZone, playerId: string): string[] {
  return allHeard(zone, playerId)
    .flatMap((told) => happeningOf(told, readerOf(playerId)) ?? [])
    .map(({ text }) => text)
}
