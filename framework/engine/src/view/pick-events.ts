import type { Audience, EntityId, Json, PlayerId } from 'gridtick'
import { assertNever } from 'gridtick/internal'

/** An event as JSON, made once and shared by all who get it. */
export type EncodedEvent = string

/** An event of a tick, with its audience ready to be asked. */
export type AddressedEvent = {
  readonly to: Audience
  /** Who they are, of an audience that names them; of one that sees a cell, as soon as that is known. */
  readonly playerIds: ReadonlySet<PlayerId> | undefined
  readonly encoded: EncodedEvent
}

export function addressEvent({ event, payload, to }: { event: string; payload: Json; to: Audience }): AddressedEvent {
  const playerIds = to.kind === 'players' ? new Set(to.playerIds) : undefined
  return { to, playerIds, encoded: JSON.stringify({ event, payload }) }
}

/** What a player sees, reduced to the question whether an entity is in it. */
type Sight = { has(entityId: EntityId): boolean }

/** The events of a tick that this player may have, in their order. */
export function pickEvents(
  events: readonly AddressedEvent[],
  viewer: { readonly playerId: PlayerId; readonly before: Sight; readonly now: Sight },
): readonly EncodedEvent[] {
  const picked: EncodedEvent[] = []
  for (const event of events) if (mayHave(event, viewer)) picked.push(event.encoded)
  return picked
}

function mayHave(event: AddressedEvent, viewer: { playerId: PlayerId; before: Sight; now: Sight }): boolean {
  switch (event.to.kind) {
    case 'everyone':
      return true
    case 'players':
    case 'seeing':
      return event.playerIds?.has(viewer.playerId) ?? false
    case 'visibleTo':
      return viewer.before.has(event.to.entityId) || viewer.now.has(event.to.entityId)
    default:
      return assertNever(event.to)
  }
}
