import type { Json } from 'gridtick'
import { listWords } from '../words/list-words.ts'
import { count } from '../words/quantities.ts'
import type { Reader } from '../words/round-words.ts'
import { type Fields, fieldsOf } from './fields.ts'
import { type Fortune, noFortune } from './purse.ts'

/** How a fight ended, for the one who reads it. */
export type Outcome = {
  readonly tone: 'good' | 'bad' | 'plain'
  readonly title: string
  readonly text: string
  /** What can be done now. */
  readonly advice?: string
}

/** Reads the payload of `combat.ended`, or of the round in which one got away or lost the ship. */
export function outcomeOf(told: Json, reader: Reader, fortune: Fortune = noFortune): Outcome {
  const end = fieldsOf(told)
  const { playerId } = reader
  if (end.inner('fleeResults').isTrue(playerId)) return gotAway(end.inner('actions').inner(playerId))
  if (hasLostShip(told, playerId)) return shipLost(end, reader, fortune)
  const ending = endOf(end.text('result') ?? '', reader)
  const text = [ending.text, ...spoilsWords(end, reader, fortune)].filter((sentence) => sentence !== '').join(' ')
  return { ...ending, text }
}

/** Reads the payload of `combat.error`. */
export function failedOutcome(told: Json): Outcome {
  return { tone: 'plain', title: 'The fight could not go on', text: fieldsOf(told).text('message') ?? '' }
}

/** Whether the captain's ship was shot down: in this round, or before the end, of which then the wreck tells. */
export function hasLostShip(told: Json, playerId: string): boolean {
  const { inner, list } = fieldsOf(told)
  const party = inner('participants').inner(playerId)
  const isDown = party.number('fighters') === 0 && (party.number('fightersDelta') ?? 0) < 0
  const wrecks = list('salvage').map((wreck) => fieldsOf(wreck).inner('metadata'))
  return isDown || wrecks.some(({ text }) => text('loserId') === playerId && text('garrisonOwnerId') === undefined)
}

function gotAway(action: Fields): Outcome {
  const toSector = action.number('destinationSector')
  const where = toSector === undefined ? 'You are out of it.' : `You are in sector ${toSector}.`
  return { tone: 'good', title: 'You got away', text: where }
}

function shipLost(end: Fields, reader: Reader, { lost }: Fortune): Outcome {
  return {
    tone: 'bad',
    title: 'Your ship was lost',
    text: [
      whereCreditsWent(end, reader, lost),
      'What your ship carried lies in the wreck.',
      'You are in an escape pod.',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    advice: `${podMeans} ${wayToAShip}`,
  }
}

/** What is left to who lost a ship. */
export const podMeans =
  'In a pod nobody can hurt you. You can fly far, talk, and give orders to your garrisons, but neither fight nor trade.'

export const wayToAShip = 'Ships cannot be bought yet: to start again, leave, and join under another name.'

function whereCreditsWent(end: Fields, { playerId, nameOf }: Reader, lost: number): string {
  if (lost === 0) return ''
  const credits = count(lost, 'credit')
  if (!end.isTrue('end')) return `The winner of the fight takes your ${credits}.`
  const victorId = victorOf(end)
  if (victorId === playerId) return `Your garrison won: you have your ${credits} again.`
  if (victorId !== undefined) return `${nameOf(victorId)} took your ${credits}.`
  return `Your ${credits} lie in the wreck. The first captain who collects them gets them.`
}

/** What the fight brought, and to whom. */
function spoilsWords(end: Fields, { playerId, nameOf }: Reader, { taken }: Fortune): readonly string[] {
  const wrecks = end.list('salvage').map(fieldsOf)
  if (wrecks.length === 0) return []
  const victorId = victorOf(end)
  const isOwnVictory = victorId === playerId
  const hasCredits = wrecks.some(({ number }) => (number('credits') ?? 0) > 0)
  return [
    ...(isOwnVictory && taken > 0 ? [`You took ${count(taken, 'credit')}${fromWhom(end, playerId)}.`] : []),
    ...(victorId !== undefined && !isOwnVictory ? [`Credits of the defeated went to ${nameOf(victorId)}.`] : []),
    hasCredits ? 'Salvage lies in the sector, with credits in it.' : 'Salvage lies in the sector.',
  ]
}

/** Who got the credits of the defeated; undefined: nobody was left to take them. */
function victorOf(end: Fields): string | undefined {
  return fieldsOf(end.list('salvage')[0]).text('victorId')
}

/** ` from Bob and Cem`: all whose wrecks lie about, but the own side. */
function fromWhom(end: Fields, playerId: string): string {
  const parties = end.inner('participants')
  const own = parties.names
    .map((id) => parties.inner(id))
    .filter((party) => party.text('ownerCharacterId') === playerId)
    .map((party) => party.text('name'))
  const losers = end
    .list('salvage')
    .map((wreck) => fieldsOf(wreck).inner('metadata').text('loser') ?? 'somebody')
    .filter((name) => !own.includes(name))
  return losers.length === 0 ? '' : ` from ${listWords([...new Set(losers)])}`
}

function endOf(result: string, { nameOf }: Reader): Outcome {
  switch (result) {
    case 'stalemate':
      return { tone: 'plain', title: 'Nobody attacked', text: 'So the fight is over, without a winner.' }
    case 'toll_satisfied':
      return { tone: 'plain', title: 'The toll was paid', text: 'The garrison lets everybody be.' }
    case 'mutual_defeat':
      return { tone: 'plain', title: 'All were shot down', text: 'Nobody is left to fight.' }
    case 'victory':
      return { tone: 'good', title: 'The fight is won', text: 'Several were shot down.' }
    default:
      return ofOne(result, nameOf)
  }
}

/** `ID_defeated` and `ID_fled` name the one it was about. */
function ofOne(result: string, nameOf: Reader['nameOf']): Outcome {
  const [, id = '', how] = /^(.*)_(defeated|fled)$/s.exec(result) ?? []
  if (how === undefined) return { tone: 'plain', title: 'The fight is over', text: '' }
  if (how === 'fled') return { tone: 'plain', title: `${nameOf(id)} got away`, text: 'Nobody fought on.' }
  return { tone: 'good', title: `${nameOf(id)} was defeated`, text: '' }
}
