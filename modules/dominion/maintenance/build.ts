import type { Wars } from '../command/meetings.ts'
import type { Colony, Item } from '../kinds.ts'
import { namedId } from '../named-id.ts'
import { fleetsAt, houseOf, ownerOf, type Realm, systemAt } from '../realm.ts'
import { countShips, noShips, type ShipClass, type Ships, shipWords } from '../ship-classes.ts'
import { pay } from '../turn/change.ts'
import { attackOf, fightersMax } from '../turn/fleet-facts.ts'

/** In one turn a colony finishes at most so many things. */
const finishedMax = 200

type Site = {
  colony: Colony
  readonly built: { -readonly [Name in keyof Ships]: number }
  spent: number
  done: string[]
}

/** A colony puts credits of the treasury into the first of its queue, and goes on to the next when that is finished. */
export function build(realm: Realm, colony: Colony, wars: Wars): void {
  const houseId = ownerOf(colony)
  const { economy } = realm.balance
  const { industry, shipyard } = colony.data
  let budget = Math.floor(industry * economy.buildPerIndustry + shipyard * economy.buildPerShipyard)
  const site: Site = { colony, built: { ...noShips }, spent: 0, done: [] }
  const isBlockaded = fleetsAt(realm, colony).some(
    (fleet) => wars(ownerOf(fleet), houseId) && attackOf(fleet.data, realm.balance) > 0,
  )
  for (let finished = 0; finished < finishedMax; ) {
    const [first] = site.colony.data.queue
    if (first === undefined) break
    const flaw = flawOf(realm, site.colony, first.item)
    if (flaw !== undefined) {
      realm.report.say(houseId, 'own', `${colony.data.name} does not build ${first.item}: ${flaw}.`)
      site.colony = realm.entities.replace(site.colony, { data: { queue: site.colony.data.queue.slice(1) } })
      continue
    }
    if (isBlockaded) {
      realm.report.say(houseId, 'own', `${colony.data.name} is blockaded, and builds nothing.`)
      break
    }
    const price = priceOf(realm, site.colony, first.item)
    const treasury = (houseOf(realm, houseId)?.data.treasury ?? 0) - site.spent
    const put = Math.max(0, Math.min(price - site.colony.data.stockpile, budget, treasury))
    site.spent += put
    budget -= put
    site.colony = realm.entities.change(site.colony, { data: { stockpile: site.colony.data.stockpile + put } })
    if (site.colony.data.stockpile < price) break
    finishFirst(realm, site, price)
    finished += 1
  }
  pay(realm, houseId, 'construction', -site.spent)
  launch(realm, site)
}

/** What one more of an item costs here. */
function priceOf({ balance }: Realm, { data }: Colony, item: Item): number {
  if (item === 'industry') return balance.economy.industryCost
  if (item === 'shipyard') return balance.economy.shipyardCost * (data.shipyard + 1)
  return item === 'fighter' ? balance.fighter.cost : balance.classes[item].cost
}

/** Why an item cannot be built here, as things are. */
function flawOf(realm: Realm, colony: Colony, item: Item): string | undefined {
  const { economy, classes } = realm.balance
  const { industry, shipyard } = colony.data
  if (item === 'industry') {
    const minerals = systemAt(realm, colony)?.data.minerals ?? 1
    return industry < minerals * economy.industryPerMineral ? undefined : 'its minerals carry no more'
  }
  if (item === 'shipyard') return shipyard < economy.shipyardMax ? undefined : 'it has the greatest there is'
  const needed = item === 'fighter' ? 1 : classes[item].shipyard
  return shipyard >= needed ? undefined : `it needs a shipyard of level ${needed}`
}

function finishFirst(realm: Realm, site: Site, price: number): void {
  const { queue, stockpile, industry, shipyard, fighters } = site.colony.data
  const [first, ...rest] = queue as [Colony['data']['queue'][number], ...Colony['data']['queue']]
  const left = first.count > 1 ? [{ ...first, count: first.count - 1 }, ...rest] : rest
  const { item } = first
  site.done.push(item)
  if (item !== 'industry' && item !== 'shipyard' && item !== 'fighter') site.built[item] += 1
  site.colony = realm.entities.replace(site.colony, {
    data: {
      ...{ queue: left, stockpile: stockpile - price },
      industry: industry + (item === 'industry' ? 1 : 0),
      shipyard: shipyard + (item === 'shipyard' ? 1 : 0),
      fighters: fighters + (item === 'fighter' ? 1 : 0),
    },
  })
}

/** New ships are a new fleet; starbases, which nothing moves, are one of their own. New fighters board carriers that are there. */
function launch(realm: Realm, { colony, built, done }: Site): void {
  const houseId = ownerOf(colony)
  const fighters = done.filter((item) => item === 'fighter').length
  realm.report.ship(houseId, colony.id, 'fighter', 'built', fighters)
  create(realm, colony, 'fleet', { ...built, starbase: 0 })
  create(realm, colony, 'starbase', { ...noShips, starbase: built.starbase })
  boardCarriers(realm, colony.id, houseId)
  const plants = done.filter((item) => item === 'industry').length
  if (plants > 0) realm.report.say(houseId, 'own', `${colony.data.name} has ${plants} more industry.`)
  if (done.includes('shipyard'))
    realm.report.say(houseId, 'own', `The shipyard of ${colony.data.name} has level ${colony.data.shipyard}.`)
}

function create(realm: Realm, { id, x, y, ownerId, data }: Colony, what: string, ships: Ships): void {
  if (countShips(ships) === 0) return
  const matter = `build:${id}:${what}`
  const name = `${data.name} ${realm.turn.number}${what === 'starbase' ? ' base' : ''}`
  const fleet = realm.entities.create({
    id: namedId(realm.random, 'fleet', matter),
    kind: 'fleet',
    ...{ x, y, ownerId },
    data: {
      ...{ name, ships, mothballed: noShips, damage: noShips, fighters: 0, colonists: 0 },
      order: { name: 'hold', to: null, into: null },
      stance: 'defensive',
    },
  })
  for (const shipClass of Object.keys(ships) as ShipClass[])
    realm.report.ship(ownerOf(fleet), fleet.id, shipClass, 'built', ships[shipClass])
  realm.report.say(ownerOf(fleet), 'own', `${data.name} has built ${shipWords(ships)}.`)
}

function boardCarriers(realm: Realm, colonyId: string, houseId: string): void {
  const colony = realm.entities.get(colonyId)
  if (colony?.kind !== 'colony') return
  let waiting = colony.data.fighters
  for (const fleet of fleetsAt(realm, colony).filter(({ ownerId }) => ownerId === houseId)) {
    const boarded = Math.min(waiting, fightersMax(fleet.data, realm.balance) - fleet.data.fighters)
    if (boarded <= 0) continue
    waiting -= boarded
    realm.entities.change(fleet, { data: { fighters: fleet.data.fighters + boarded } })
    realm.report.ship(houseId, fleet.id, 'fighter', 'transferred', boarded)
    realm.report.ship(houseId, colonyId, 'fighter', 'transferred', -boarded)
  }
  if (waiting !== colony.data.fighters) realm.entities.change(colony, { data: { fighters: waiting } })
}
