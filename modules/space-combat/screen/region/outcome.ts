import { listWords } from '../words/list-words.ts'
import { count } from '../words/quantities.ts'
import type { Reader } from '../words/round-words.ts'
import { type Fortune, noFortune } from './purse.ts'
import type { Told } from './region-view.ts'

/** How a fight ended, for the one who reads it. */
export type Outcome = {
  readonly tone: 'good' | 'bad' | 'plain'
  readonly title: string
  readonly text: string
  /** What can be done now. */
  readonly advice?: string
}

/** The end of a fight, or the round in which one got away or lost the ship: that has no salvage yet. */
type End = Told<'combat.ended'>

export function outcomeOf(end: End, reader: Reader, fortune: Fortune = noFortune): Outcome {
  const { playerId } = reader
  if (end.fleeResults[playerId] === true) return gotAway(end.actions[playerId])
  if (hasLostShip(end, playerId)) return shipLost(end, reader, fortune)
  const ending = endOf(end.result ?? '', reader)
  const text = [ending.text, ...spoilsWords(end, reader, fortune)].filter((sentence) => sentence !== '').join(' ')
  return { ...ending, text }
}

export function failedOutcome({ message }: Told<'combat.error'>): Outcome {
  return { tone: 'plain', title: 'The fight could not go on', text: message }
}

/** Whether the captain's ship was shot down: in this round, or before the end, of which then the wreck tells. */
export function hasLostShip({ participants, salvage = [] }: End, playerId: string): boolean {
  const party = participants[playerId]
  const isDown = party?.fighters === 0 && party.fightersDelta < 0
  return isDown || salvage.some(({ metadata }) => metadata.loserId === playerId && metadata.garrisonOwnerId === null)
}

function gotAway(action: End['actions'][string] | undefined): Outcome {
  const toSector = action?.destinationSector ?? null
  const where = toSector === null ? 'You are out of it.' : `You are in sector ${toSector}.`
  return { tone: 'good', title: 'You got away', text: where }
}

function shipLost(end: End, reader: Reader, { lost }: Fortune): Outcome {
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

function whereCreditsWent(end: End, { playerId, nameOf }: Reader, lost: number): string {
  if (lost === 0) return ''
  const credits = count(lost, 'credit')
  if (!end.end) return `The winner of the fight takes your ${credits}.`
  const victorId = victorOf(end)
  if (victorId === playerId) return `Your garrison won: you have your ${credits} again.`
  if (victorId !== null) return `${nameOf(victorId)} took your ${credits}.`
  return `Your ${credits} lie in the wreck. The first captain who collects them gets them.`
}

/** What the fight brought, and to whom. */
function spoilsWords(end: End, { playerId, nameOf }: Reader, { taken }: Fortune): readonly string[] {
  const wrecks = end.salvage ?? []
  if (wrecks.length === 0) return []
  const victorId = victorOf(end)
  const isOwnVictory = victorId === playerId
  const hasCredits = wrecks.some(({ credits }) => credits > 0)
  return [
    ...(isOwnVictory && taken > 0 ? [`You took ${count(taken, 'credit')}${fromWhom(end, playerId)}.`] : []),
    ...(victorId !== null && !isOwnVictory ? [`Credits of the defeated went to ${nameOf(victorId)}.`] : []),
    hasCredits ? 'Salvage lies in the sector, with credits in it.' : 'Salvage lies in the sector.',
  ]
}

/** Who got the credits of the defeated; null: nobody was left to take them. */
function victorOf({ salvage = [] }: End): string | null {
  return salvage[0]?.victorId ?? null
}

/** ` from Bob and Cem`: all whose wrecks lie about, but the own side. */
function fromWhom({ participants, salvage = [] }: End, playerId: string): string {
  const own = Object.values(participants)
    .filter(({ ownerCharacterId }) => ownerCharacterId === playerId)
    .map(({ name }) => name)
  const losers = salvage.map(({ metadata }) => metadata.loser).filter((name) => !own.includes(name))
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
