import type { Stage } from '../stage/stage.ts'

type Payload = Readonly<Record<string, unknown>>
type Told = { readonly event: string; readonly payload: Payload }

/** [INV-V1] to [INV-V6]: what is wrong with what a captain was told in the last step, and with what is shown now. */
export function wrongSight(region: Stage, name: string): readonly string[] {
  const told = region.told(name).flatMap((one) => wrongEvent(region, name, one).map((what) => `${what} (${one.event})`))
  return [...told, ...wrongView(region, name)].map((what) => `${name}: ${what}`)
}

const observerKeys = 'moveType movement name shipType timestamp'

function wrongEvent(region: Stage, name: string, { event, payload }: Told): string[] {
  switch (event) {
    case 'status.update':
    case 'warp.purchase':
    case 'trade.executed':
      return payload.characterId === name ? [] : [`told of ${payload.characterId}`]
    case 'warp.transfer':
      return [payload.fromCharacterId, payload.toCharacterId].includes(name) ? [] : ['told of a transfer of others']
    case 'character.moved':
      return payload.characterId === name || keysOf(payload) === observerKeys ? [] : [`told ${keysOf(payload)}`]
    case 'character.joined':
      return keysOf(payload) === 'name shipType timestamp' ? [] : [`told ${keysOf(payload)}`]
    case 'sector.garrison_updated':
      return (payload.garrisons as Payload[]).every(({ ownerId }) => ownerId === name)
        ? []
        : ["told of others' garrison"]
    case 'chat.message':
      return payload.type === 'broadcast' || [payload.fromName, payload.toName].includes(name) ? [] : ['overheard']
    default:
      return event.startsWith('combat.') ? wrongCombatEvent(region, name, payload) : []
  }
}

function wrongCombatEvent(region: Stage, name: string, { combatId, participants, actions = {} }: Payload): string[] {
  const parties = Object.values(participants as Record<string, Payload>)
  const isIn = parties.some(({ ownerCharacterId }) => ownerCharacterId === name)
  const took = Object.hasOwn(actions as object, name)
  const fled = region.all('battle').some(({ data }) => data.combatId === combatId && data.witnesses.includes(name))
  const destinations = Object.entries(actions as Record<string, Payload>).filter(([id, { destinationSector }]) => {
    return id !== name && destinationSector !== null
  })
  return [
    ...(isIn || took || fled ? [] : ['told of a fight of others']),
    ...destinations.map(([id]) => `told where ${id} flees to`),
  ]
}

const strangerKeys = 'name shipType'
const opponentKeys = 'fighters maxFighters maxShields name shields shipType turnsPerWarp'
const garrisonKeys = 'deployedAt fighters mode ownerName sector tollAmount'
const fightKeys = 'createdAt deadline initiatorId lastRound participants reason round sector'

function wrongView(region: Stage, name: string): string[] {
  const { sector } = region.ship(name)
  const { x, y } = region.zone.entities.get(`sector:${sector}`) ?? { x: 0, y: 0 }
  const { entities, extras } = region.zone.view(name)
  const wrong = entities.flatMap((entity) => {
    const isOwn = entity.ownerId === name
    const isHere = entity.x === x && entity.y === y
    const keys = keysOf(entity.data as Payload)
    const isRight = () => {
      switch (entity.kind) {
        case 'ship':
          if (isOwn) return true
          return (
            isHere && (keys === strangerKeys || (keys === opponentKeys && isInFightOf(region, name, entity.ownerId)))
          )
        case 'garrison':
          return isOwn || (isHere && keys === garrisonKeys)
        case 'sector':
        case 'salvage':
          return isHere
        case 'encounter':
          return keys === fightKeys && hasPart(region, name, entity.id) && !JSON.stringify(entity).includes('toSector')
        default:
          return false
      }
    }
    return isRight() ? [] : [`sees ${entity.id} with ${keys}`]
  })
  const own = entities.find(({ id }) => id === `ship:${name}`)
  const combat = extras.combat as Payload | null
  const pending = combat?.action === undefined || combat.action === null ? undefined : JSON.stringify(combat.action)
  const submitted = region.all('encounter').flatMap(({ data }) => data.pending.filter(({ id }) => id === name))[0]
  return [
    ...wrong,
    ...(JSON.stringify(own?.data) === JSON.stringify(region.ship(name)) ? [] : ['does not see the own ship as it is']),
    ...(pending === undefined || pending.includes(`"${submitted?.action}"`)
      ? []
      : ['sees an action that is not the own']),
  ]
}

function isInFightOf(region: Stage, name: string, other: string | null): boolean {
  return region.all('encounter').some(({ data }) => {
    const ids = data.participants.map(({ id }) => id)
    return ids.includes(name) && other !== null && ids.includes(other)
  })
}

function hasPart(region: Stage, name: string, combatId: string): boolean {
  const fight = region.all('encounter').find(({ id }) => id === combatId)
  return fight?.data.participants.some(({ ownerId }) => ownerId === name) ?? false
}

function keysOf(payload: Payload): string {
  return Object.keys(payload).sort().join(' ')
}
