import { hasLostShip, outcomeOf } from '../region/outcome.ts'
import type { Heard, Told } from '../region/region-view.ts'
import { listWords } from './list-words.ts'
import { commodityName, shipTypeName } from './names.ts'
import { amount, count } from './quantities.ts'
import { nameIn, namesIn, type Reader } from './round-words.ts'

export type Tone = 'plain' | 'good' | 'bad'
export type Happening = { readonly text: string; readonly tone: Tone }

const plain = (text: string): Happening => ({ text, tone: 'plain' })
const good = (text: string): Happening => ({ text, tone: 'good' })
const bad = (text: string): Happening => ({ text, tone: 'bad' })

/** An event in words; undefined for what the log does not tell, as it is shown by what it changes. */
export function happeningOf({ event, payload }: Heard, reader: Reader): Happening | undefined {
  switch (event) {
    case 'character.joined':
      return plain(`${payload.name} is here now, in ${typeWords(payload)}.`)
    case 'character.moved':
      return plain('toSector' in payload ? ownMoveWords(payload) : othersMoveWords(payload))
    case 'trade.executed':
      return good(tradeWords(payload))
    case 'warp.purchase':
      return good(`You bought ${count(payload.units, 'unit')} of warp power for ${credits(payload.totalCost)}.`)
    case 'warp.transfer':
      return transferWords(payload, reader)
    case 'salvage.collected':
      return good(salvageWords(payload))
    case 'sector.garrison_updated':
      return plain(garrisonWords(payload))
    case 'port.reset':
      return plain('All ports have the stock they began with.')
    case 'port.regenerated':
      return plain('The ports have produced.')
    case 'combat.started':
      return bad(startWords(payload, reader))
    case 'combat.round_resolved':
      return !payload.end && hasLostShip(payload, reader.playerId)
        ? bad(`Sector ${payload.sector}: Your ship was lost.`)
        : undefined
    case 'combat.ended': {
      const named = { playerId: reader.playerId, nameOf: nameIn(payload, reader) }
      const { title, tone } = outcomeOf(payload, named)
      return { text: `Sector ${payload.sector}: ${title}.`, tone }
    }
    case 'combat.error':
      return bad(`Sector ${payload.sector}: ${payload.message}`)
    default:
      return undefined
  }
}

type Moved = Told<'character.moved'>

function ownMoveWords({ fromSector, toSector, moveType }: Extract<Moved, { readonly toSector: number }>): string {
  return moveType === 'teleport'
    ? `You were brought to sector ${toSector}.`
    : `You flew from sector ${fromSector} to sector ${toSector}.`
}

function othersMoveWords(moved: Extract<Moved, { readonly movement: string }>): string {
  return moved.movement === 'arrive' ? `${moved.name} arrived, in ${typeWords(moved)}.` : `${moved.name} departed.`
}

function typeWords({ shipType }: Told<'character.joined'>): string {
  const type = shipTypeName(shipType)
  return `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}`
}

function tradeWords({ tradeType, units, commodity, pricePerUnit, totalPrice }: Told<'trade.executed'>): string {
  const verb = tradeType === 'buy' ? 'bought' : 'sold'
  const goods = `${amount(units)} ${commodityName(commodity)}`
  return `You ${verb} ${goods} at ${amount(pricePerUnit)}, for ${credits(totalPrice)}.`
}

function transferWords(told: Told<'warp.transfer'>, { playerId, nameOf }: Reader): Happening {
  const units = count(told.units, 'unit')
  return told.fromCharacterId === playerId
    ? plain(`You gave ${nameOf(told.toCharacterId)} ${units} of warp power.`)
    : good(`${nameOf(told.fromCharacterId)} gave you ${units} of warp power.`)
}

function salvageWords({ cargo, credits: paid }: Told<'salvage.collected'>): string {
  const goods = Object.entries(cargo)
    .filter(([, units]) => units > 0)
    .map(([name, units]) => `${amount(units)} ${commodityName(name)}`)
  const money = paid > 0 ? [credits(paid)] : []
  return `You took ${listWords([...money, ...goods]) || 'nothing'} from the wreck.`
}

function garrisonWords({ sector, garrisons: [garrison] }: Told<'sector.garrison_updated'>): string {
  if (garrison === undefined) return `You have no garrison in sector ${sector} any more.`
  const { fighters, mode, tollAmount } = garrison
  const toll = mode === 'toll' ? `, ${credits(tollAmount)}` : ''
  return `Your garrison in sector ${sector}: ${count(fighters, 'fighter')}, ${mode}${toll}.`
}

function startWords(fight: Told<'combat.started'>, reader: Reader): string {
  const nameOf = nameIn(fight, reader)
  const others = [...namesIn(fight).keys()].filter((id) => id !== reader.playerId).map(nameOf)
  return `A fight in sector ${fight.sector}, with ${listWords(others.slice(0, 4))}${others.length > 4 ? ' and others' : ''}.`
}

function credits(number: number): string {
  return count(number, 'credit')
}
