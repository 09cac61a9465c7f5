import { cargoUsed } from '../../../../modules/space-combat/commodities.ts'
import type { Encounter } from '../../../../modules/space-combat/kinds.ts'
import { shipType } from '../../../../modules/space-combat/ship-types.ts'
import type { Stage } from '../stage/stage.ts'

/** What is wrong with what is stored: what must hold after any tick, whatever was asked for. */
export function wrongState(region: Stage): readonly string[] {
  return [
    ...wrongShips(region),
    ...wrongPlaces(region),
    ...region.all('encounter').flatMap((fight) => wrongFight(region, fight)),
  ]
}

function wrongShips(region: Stage): string[] {
  return region.all('ship').flatMap(({ id, ownerId, x, y, data }) => {
    const { shipType: type, fighters, shields, warpPower, cargo, credits, sector } = data
    const most = shipType(type)
    const numbers = [fighters, shields, warpPower, credits, ...Object.values(cargo)]
    const at = region.zone.entities.get(`sector:${sector}`)
    return [
      ...(id === `ship:${ownerId}` ? [] : [`${id} is not its captain's`]),
      ...(numbers.every((number) => Number.isSafeInteger(number) && number >= 0) ? [] : [`${id} has ${numbers}`]),
      ...(cargoUsed(cargo) <= most.cargoHolds ? [] : [`${id} carries too much`]),
      ...(fighters <= most.fighters && shields <= most.shields && warpPower <= most.warpPower
        ? []
        : [`${id} is overfull`]),
      ...(at?.x === x && at.y === y ? [] : [`${id} is not where its sector is`]),
    ]
  })
}

function wrongPlaces(region: Stage): string[] {
  const garrisons = region.all('garrison')
  const fights = region.all('encounter')
  const fighting = fights.flatMap(({ data }) =>
    data.participants.filter(({ kind }) => kind === 'ship').map(({ id }) => id),
  )
  const stocks = region.all('sector').flatMap(({ data }) => Object.values(data.port?.stock ?? {}))
  const now = region.zone.clock.now()
  return [
    ...twice(garrisons.map(({ data }) => data.sector)).map((sector) => `two garrisons in ${sector}`),
    ...twice(fights.map(({ data }) => data.sector)).map((sector) => `two fights in ${sector}`),
    ...twice(fighting).map((name) => `${name} is in two fights`),
    ...stocks.filter((stock) => stock < 0 || stock > 1_000).map((stock) => `a port has ${stock}`),
    ...garrisons
      .filter(({ data }) => Math.min(data.fighters - 1, data.tollAmount, data.tollBalance) < 0)
      .map(({ id }) => `${id} has less than nothing`),
    ...garrisons
      .filter(({ data }) => data.mode !== 'toll' && data.tollBalance > 0)
      .filter(({ data }) => fights.every((fight) => fight.data.sector !== data.sector))
      .map(({ id }) => `${id} takes no toll and has a bank`),
    ...region
      .salvage()
      .filter(({ expiresAt }) => expiresAt <= now)
      .map(({ sector }) => `old salvage in ${sector}`),
    ...fights.filter(({ data }) => data.deadline <= now).map(({ id }) => `the round of ${id} is overdue`),
  ]
}

function wrongFight(region: Stage, { id: combatId, data }: Encounter): string[] {
  const { participants, pending, sector, tolls } = data
  const sides = new Set(participants.filter(({ fighters }) => fighters > 0).map(({ ownerId }) => ownerId))
  const able = participants.filter(({ fighters }) => fighters > 0).map(({ id }) => id)
  const submitted = pending.map(({ id }) => id)
  return [
    ...(sides.size > 1 ? [] : [`in ${combatId} are no two sides`]),
    ...twice(participants.map(({ id }) => id)).map((id) => `${id} is twice in ${combatId}`),
    ...twice(submitted).map((id) => `${id} submitted twice in ${combatId}`),
    ...twice(tolls.map(({ garrisonId }) => garrisonId)).map((id) => `${id} asks twice in ${combatId}`),
    ...(able.every((id) => submitted.includes(id)) ? [`${combatId} waits for nobody`] : []),
    ...submitted
      .filter((id) => !participants.some((party) => party.id === id))
      .map((id) => `${id} is not in ${combatId}`),
    ...participants.flatMap(({ id, kind, fighters, shields, fightersAtEntry }) => {
      if (kind === 'garrison') {
        const stored = region.all('garrison').find((garrison) => garrison.id === id)?.data.fighters ?? 0
        return stored === fighters ? [] : [`${id} has ${stored}, and ${fighters} in its fight`]
      }
      const ship = region.ship(id)
      if (ship.sector !== sector) return [`${id} is in ${ship.sector}, and fights in ${sector}`]
      if (ship.fighters !== fighters) return [`${id} has ${ship.fighters}, and ${fighters} in its fight`]
      if (fighters > 0 && ship.shields !== shields) return [`${id} has shields of its own`]
      const isPod = ship.shipType === 'escape_pod'
      return fighters === 0 && fightersAtEntry > 0 && !isPod ? [`${id} was shot down and is no pod`] : []
    }),
  ]
}

function twice<Item>(items: readonly Item[]): Item[] {
  return items.filter((item, at) => items.indexOf(item) !== at)
}
