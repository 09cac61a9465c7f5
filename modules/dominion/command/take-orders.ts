import { players } from 'gridtick'
import type { Fleet, House } from '../kinds.ts'
import type { FleetOrder, Orders } from '../orders/orders-schema.ts'
import { atWar, houseOf, livingHouses, ownerOf, type Realm, saidOf } from '../realm.ts'
import { addPrestige, fleetById } from '../turn/change.ts'
import { carryOutImmediate } from './immediate.ts'

export type Packet = { readonly houseId: string; readonly orders: Orders }

/** Immediate orders of each house, one after the other; then what all say of each other; then what is to go on from now. */
export function takeOrders(realm: Realm, packets: readonly Packet[]): void {
  for (const { houseId, orders } of packets)
    for (const [index, order] of orders.immediate.entries()) {
      const flaw = carryOutImmediate(realm, houseId, order, index)
      if (flaw !== undefined) realm.report.say(houseId, 'own', `Not done: ${flaw}.`)
    }
  for (const packet of packets) setRelations(realm, packet)
  for (const packet of packets) {
    setFleets(realm, packet)
    setColonies(realm, packet)
    setResearch(realm, packet)
    sendMessages(realm, packet)
  }
}

function setRelations(realm: Realm, { houseId, orders }: Packet): void {
  const { entities, report, balance, turn } = realm
  for (const { houseId: other, set } of orders.diplomacy) {
    const house = houseOf(realm, houseId) as House
    const isThere = other !== houseId && livingHouses(realm).some((living) => living.ownerId === other)
    if (!isThere || saidOf(house, other) === set) continue
    const wasWar = atWar(realm, houseId, other)
    const rest = house.data.relations.filter((relation) => relation.houseId !== other)
    const relations = set === 'neutral' ? rest : [...rest, { houseId: other, set }]
    entities.replace(house, { data: { relations: relations.sort((a, b) => (a.houseId < b.houseId ? -1 : 1)) } })
    if (set === 'war' && !wasWar) addPrestige(realm, houseId, -balance.prestige.declaredWar)
    const names = { own: house.data.name, other: houseOf(realm, other)?.data.name }
    report.say(houseId, 'news', `You tell ${names.other}: ${set}.`)
    report.say(other, 'news', `${names.own} tells you: ${set}.`)
    realm.emit('relation', { turn: turn.number, from: houseId, to: other, set }, players([houseId, other]))
  }
}

function setFleets(realm: Realm, { houseId, orders }: Packet): void {
  for (const order of orders.fleets) {
    const fleet = fleetById(realm, order.fleetId, houseId)
    if (fleet === undefined) realm.report.say(houseId, 'own', 'Not done: a fleet that had orders is no longer there.')
    else setOrder(realm, fleet, order)
  }
}

function setOrder({ entities }: Realm, fleet: Fleet, { order: name, to, into, stance }: FleetOrder): void {
  const goesSomewhere = name === 'move' || name === 'colonize' || name === 'invade' || name === 'bombard'
  entities.replace(fleet, {
    data: {
      order: {
        name,
        to: goesSomewhere ? (to ?? { x: fleet.x, y: fleet.y }) : null,
        into: name === 'join' ? (into ?? null) : null,
      },
      stance: stance ?? fleet.data.stance,
    },
  })
}

function setColonies({ entities, report }: Realm, { houseId, orders }: Packet): void {
  for (const { colonyId, build, tax } of orders.colonies) {
    const colony = entities.get(colonyId)
    if (colony?.kind !== 'colony' || colony.ownerId !== houseId) {
      report.say(houseId, 'own', 'Not done: a colony that had orders is no longer yours.')
      continue
    }
    entities.replace(colony, { data: { queue: build ?? colony.data.queue, tax: tax ?? colony.data.tax } })
  }
}

function setResearch(realm: Realm, { houseId, orders: { research } }: Packet): void {
  const house = houseOf(realm, houseId)
  if (house === undefined || research === undefined) return
  const sum = Object.values(research).reduce((total, percent) => total + percent, 0)
  if (sum <= 100) realm.entities.replace(house, { data: { research } })
  else realm.report.say(houseId, 'own', 'Not done: the shares of research add up to more than 100 percent.')
}

function sendMessages(realm: Realm, { houseId, orders }: Packet): void {
  const living = livingHouses(realm).map(ownerOf)
  const from = houseOf(realm, houseId)?.data.name ?? houseId
  for (const { to, text } of orders.messages) {
    const receivers = living.filter((other) => other !== houseId && (to === 'all' || to === other))
    if (receivers.length === 0) continue
    for (const other of receivers) realm.report.say(other, 'news', `${from} writes: ${text.replaceAll('\n', ' ')}`)
    realm.emit('message', { turn: realm.turn.number, from: houseId, to, text }, players([houseId, ...receivers]))
  }
}
