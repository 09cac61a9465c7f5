import type { Json } from 'gridtick'
import { type Fields, fieldsOf } from '../region/fields.ts'
import { hasLostShip, outcomeOf } from '../region/outcome.ts'
import { listWords } from './list-words.ts'
import { commodityName, shipTypeName } from './names.ts'
import { amount, count } from './quantities.ts'
import { nameIn, namesIn, type Reader } from './round-words.ts'

export type Tone = 'plain' | 'good' | 'bad'
export type Happening = { readonly text: string; readonly tone: Tone }

type Teller = (payload: Json, reader: Reader) => Happening | undefined

const plain = (text: string): Happening => ({ text, tone: 'plain' })
const good = (text: string): Happening => ({ text, tone: 'good' })

/** What each event is in words. Those that are not here are shown by what they change. */
const tellers: { readonly [event: string]: Teller } = {
  'character.joined': (payload) => {
    const { name, type } = appearanceOf(fieldsOf(payload))
    return plain(`${name} is here now, in ${type}.`)
  },
  'character.moved': movedWords,
  'trade.executed': (payload) => good(tradeWords(fieldsOf(payload))),
  'warp.purchase': (payload) => {
    const { number } = fieldsOf(payload)
    return good(`You bought ${count(number('units') ?? 0, 'unit')} of warp power for ${credits(number('totalCost'))}.`)
  },
  'warp.transfer': transferWords,
  'salvage.collected': (payload) => good(salvageWords(fieldsOf(payload))),
  'sector.garrison_updated': (payload) => plain(garrisonWords(fieldsOf(payload))),
  'port.reset': () => plain('All ports have the stock they began with.'),
  'port.regenerated': () => plain('The ports have produced.'),
  'combat.started': (payload, reader) => ({ text: startWords(payload, reader), tone: 'bad' }),
  'combat.round_resolved': (payload, { playerId }) => {
    const { isTrue, number } = fieldsOf(payload)
    const isLost = !isTrue('end') && hasLostShip(payload, playerId)
    return isLost ? { text: `Sector ${number('sector') ?? '?'}: Your ship was lost.`, tone: 'bad' } : undefined
  },
  'combat.ended': (payload, reader) => {
    const named = { playerId: reader.playerId, nameOf: nameIn(payload, reader) }
    const { title, tone } = outcomeOf(payload, named)
    return { text: `Sector ${fieldsOf(payload).number('sector') ?? '?'}: ${title}.`, tone }
  },
  'combat.error': (payload) => ({ text: failedWords(fieldsOf(payload)), tone: 'bad' }),
}

/** A fight that could not go on: the event itself says so. */
function failedWords({ text, number }: Fields): string {
  return `Sector ${number('sector') ?? '?'}: ${text('message') ?? 'The fight is over.'}`
}

/** An event in words; undefined for what the log does not tell. */
export function happeningOf(event: string, payload: Json, reader: Reader): Happening | undefined {
  return Object.hasOwn(tellers, event) ? tellers[event]?.(payload, reader) : undefined
}

function movedWords(payload: Json): Happening {
  const moved = fieldsOf(payload)
  const to = moved.number('toSector')
  if (to !== undefined)
    return plain(
      moved.text('moveType') === 'teleport'
        ? `You were brought to sector ${to}.`
        : `You flew from sector ${moved.number('fromSector') ?? '?'} to sector ${to}.`,
    )
  const { name, type } = appearanceOf(moved)
  return plain(moved.text('movement') === 'arrive' ? `${name} arrived, in ${type}.` : `${name} departed.`)
}

function appearanceOf(fields: Fields): { readonly name: string; readonly type: string } {
  const type = shipTypeName(fields.text('shipType') ?? 'ship')
  return { name: fields.text('name') ?? 'Somebody', type: `${/^[AEIOU]/.test(type) ? 'an' : 'a'} ${type}` }
}

function tradeWords({ text, number }: Fields): string {
  const verb = text('tradeType') === 'buy' ? 'bought' : 'sold'
  const goods = `${amount(number('units') ?? 0)} ${commodityName(text('commodity') ?? '')}`
  return `You ${verb} ${goods} at ${amount(number('pricePerUnit') ?? 0)}, for ${credits(number('totalPrice'))}.`
}

function transferWords(payload: Json, { playerId, nameOf }: Reader): Happening {
  const { text, number } = fieldsOf(payload)
  const [from, to] = [text('fromCharacterId') ?? '', text('toCharacterId') ?? '']
  const units = count(number('units') ?? 0, 'unit')
  return from === playerId
    ? plain(`You gave ${nameOf(to)} ${units} of warp power.`)
    : good(`${nameOf(from)} gave you ${units} of warp power.`)
}

function salvageWords({ inner, number }: Fields): string {
  const cargo = inner('cargo')
  const goods = cargo.names
    .map((name) => ({ name, units: cargo.number(name) ?? 0 }))
    .filter(({ units }) => units > 0)
    .map(({ name, units }) => `${amount(units)} ${commodityName(name)}`)
  const money = (number('credits') ?? 0) > 0 ? [credits(number('credits'))] : []
  return `You took ${listWords([...money, ...goods]) || 'nothing'} from the wreck.`
}

function garrisonWords({ number, list }: Fields): string {
  const [first] = list('garrisons')
  const sector = number('sector') ?? '?'
  if (first === undefined) return `You have no garrison in sector ${sector} any more.`
  const garrison = fieldsOf(first)
  const mode = garrison.text('mode') ?? ''
  const toll = mode === 'toll' ? `, ${credits(garrison.number('tollAmount'))}` : ''
  return `Your garrison in sector ${sector}: ${count(garrison.number('fighters') ?? 0, 'fighter')}, ${mode}${toll}.`
}

function startWords(payload: Json, reader: Reader): string {
  const fight = fieldsOf(payload)
  const nameOf = nameIn(payload, reader)
  const others = [...namesIn(payload)].filter(([id]) => id !== reader.playerId).map(([id]) => nameOf(id))
  return `A fight in sector ${fight.number('sector') ?? '?'}, with ${listWords(others.slice(0, 4))}${others.length > 4 ? ' and others' : ''}.`
}

function credits(number: number | undefined): string {
  return count(number ?? 0, 'credit')
}
