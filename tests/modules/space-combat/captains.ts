import { type TestZone, testZone } from '@gridtick/testing'
import { spaceCombat } from '../../../modules/space-combat/space-combat.ts'

/** The region of ten sectors with these captains in it, all in sector 0. */
export async function withCaptains(names: readonly string[], config: object = {}, seed = 1): Promise<TestZone> {
  const zone = await testZone(spaceCombat, { config: { map: 'fixture', ...config }, seed })
  await zone.join(...names)
  return zone
}

/** Asks for something and waits for the tick; answers the code it was refused with. */
export async function ask(
  zone: TestZone,
  playerId: string,
  type: string,
  payload: object = {},
  role: 'player' | 'debug' = 'player',
): Promise<string | undefined> {
  const before = zone.refusals(playerId).length
  zone.intent(playerId, type, payload, { role })
  await zone.tick()
  return zone.refusals(playerId)[before]?.code
}

/** The operator, who is a member like any other, asks for something. */
export function operate(zone: TestZone, playerId: string, type: string, payload: object): Promise<string | undefined> {
  return ask(zone, playerId, type, payload, 'debug')
}

/** What a captain was told by events of this name, oldest first. */
export function told(zone: TestZone, playerId: string, event: string): Record<string, unknown>[] {
  return zone
    .events(playerId)
    .filter((heard) => heard.event === event)
    .map(({ payload }) => payload as Record<string, unknown>)
}

/** Ids of what a captain sees of a kind. */
export function seen(zone: TestZone, playerId: string, kind: string): string[] {
  return zone
    .view(playerId)
    .entities.filter((entity) => entity.kind === kind)
    .map(({ id }) => id)
}

/** What a captain is shown of one thing; undefined if it is not in the view. */
export function shown(zone: TestZone, playerId: string, id: string): Readonly<Record<string, unknown>> | undefined {
  return zone.view(playerId).entities.find((entity) => entity.id === id)?.data
}

/** What is stored of a ship. */
export function stored(zone: TestZone, playerId: string): Readonly<Record<string, unknown>> {
  const ship = zone.entities.get(`ship:${playerId}`)
  if (ship === undefined) throw new Error(`${playerId} has no ship`)
  return ship.data as Readonly<Record<string, unknown>>
}

/** The answer to a query that was answered. */
export function answer(zone: TestZone, playerId: string, name: string, input: object = {}): Record<string, unknown> {
  const answered = zone.query(playerId, name, input)
  if (!answered.ok) throw new Error(`${name} was refused: ${answered.refused.message}`)
  return answered.value.result as Record<string, unknown>
}

export function fightOf(zone: TestZone, playerId: string): string {
  const { combat } = zone.view(playerId).extras
  if (combat === null || combat === undefined) throw new Error(`${playerId} is in no fight`)
  return (combat as { combatId: string }).combatId
}
