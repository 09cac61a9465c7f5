import type { LeakCheck } from '@gridtick/testing'
import { type Ship, shipId, type Thing } from '../../../modules/space-combat/kinds.ts'

type Asked = Parameters<NonNullable<LeakCheck['mayKnow']>>[0]
type Known = Parameters<NonNullable<LeakCheck['alsoKnows']>>[0]

/** What of the intents of others a captain may learn by more than by what is in view. */
export function mayKnow({ viewer, intent, entities }: Asked): boolean {
  const { type, role } = intent
  const payload = intent.payload as {
    readonly combatId?: string
    readonly playerId?: string
    readonly scope?: string
    readonly toPlayerId?: string
    readonly toSector?: number
  }
  switch (type) {
    case 'send_message':
      return payload.scope === 'broadcast' || payload.toPlayerId === viewer
    case 'move': {
      // Who passes is seen to come and to go, though the viewer may have left in the same tick.
      const here = sectorOf(entities, viewer)
      return here !== undefined && [sectorOf(entities, intent.playerId), payload.toSector].includes(here)
    }
    case 'combat_action':
      return (entities.all() as unknown as readonly Thing[]).some(
        (thing) => isFight(thing, payload.combatId) && isWitness(thing, viewer),
      )
    default:
      return role === 'debug' && (payload.playerId === undefined || payload.playerId === viewer)
  }
}

function sectorOf(entities: Asked['entities'], playerId: string): number | undefined {
  return (entities.get(shipId(playerId)) as Ship | undefined)?.data.sector
}

function isFight(thing: Thing, combatId: string | undefined): boolean {
  return (
    (thing.kind === 'encounter' && thing.id === combatId) ||
    (thing.kind === 'battle' && thing.data.combatId === combatId)
  )
}

/** Those in a fight learn its rounds, and those who fled from it learn how it ends. */
function isWitness(thing: Thing, viewer: string): boolean {
  if (thing.kind === 'battle') return thing.data.witnesses.includes(viewer)
  if (thing.kind !== 'encounter') return false
  return thing.data.fled.includes(viewer) || thing.data.participants.some(({ ownerId }) => ownerId === viewer)
}

/** What those have who fight with the viewer: a captain who is defeated loses it before everybody's eyes. */
export function alsoKnows({ viewer, entities }: Known): unknown {
  const things = entities.all() as unknown as readonly Thing[]
  const parties = things.flatMap((thing) =>
    thing.kind === 'encounter' && isWitness(thing, viewer) ? thing.data.participants.map(({ id }) => id) : [],
  )
  return things.filter((thing) => thing.kind === 'ship' && parties.includes(thing.ownerId ?? ''))
}
