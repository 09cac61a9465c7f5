import type { AnswerTo } from '../region/region-view.ts'
import { count } from './quantities.ts'

/** A round as the page tells it. */
export type ToldRound = {
  readonly round: number
  readonly sentences: readonly string[]
  /** Somebody paid the toll: that holds for everybody, until the fight is over. */
  readonly isTollPaid: boolean
}

/** Who reads, and how the parties are called. `toldName` is the name that came with what is read. */
export type Reader = { readonly playerId: string; nameOf(id: string, toldName?: string): string }

/** A round as `combat_log` answers it. The payload of `combat.round_resolved` has the same records by party. */
type FoughtRound = Omit<CombatLog['rounds'][number], 'timestamp'>
type CombatLog = Extract<AnswerTo<'combat_log'>, { readonly rounds: unknown }>
type Deed = FoughtRound['actions'][string]

/** Whatever lists the parties of a fight. */
export type Parties = { readonly participants: { readonly [id: string]: { readonly name: string } } }

/** A fought round in sentences: first what each did, then what it cost. */
export function roundWords(round: FoughtRound, reader: Reader): ToldRound {
  const parties = Object.entries(round.actions)
  const deeds = parties.map(([id, deed]) => deedWords(round, { id, deed }, reader))
  const losses = parties.flatMap(([id]) => lossWords(round, id, reader))
  const isTollPaid = parties.some(([, { action }]) => action === 'pay')
  return { round: round.round, sentences: [...deeds, ...losses], isTollPaid }
}

/** The names of the parties that an event or answer lists. */
export function namesIn({ participants }: Parties): ReadonlyMap<string, string> {
  return new Map(Object.entries(participants).map(([id, { name }]) => [id, name]))
}

/** Calls parties as they are known, and those who are not as the payload does. */
export function nameIn(told: Parties, { nameOf }: Reader): (id: string) => string {
  const names = namesIn(told)
  return (id) => nameOf(id, names.get(id))
}

type Doing = { readonly id: string; readonly deed: Deed }

function deedWords(round: FoughtRound, { id, deed }: Doing, reader: Reader): string {
  const who = subject(id, reader)
  switch (deed.action) {
    case 'attack':
      return attackWords(round, { id, deed }, reader)
    case 'flee':
      return fleeWords({ who, hasFled: round.fleeResults[id] === true, toSector: deed.destinationSector })
    case 'pay':
      return `${who} paid the toll.`
    case 'brace':
      return deed.timedOut ? `${who} chose nothing, and braced.` : `${who} braced.`
  }
}

function attackWords(round: FoughtRound, { id, deed }: Doing, reader: Reader): string {
  const sent = count(deed.commit, 'fighter')
  const hits = count(round.hits[id] ?? 0, 'hit')
  const lost = round.offensiveLosses[id] ?? 0
  const against = deed.targetId === null ? 'nobody' : object(deed.targetId, reader)
  return `${subject(id, reader)} sent ${sent} at ${against}: ${hits}, ${lost === 0 ? 'none' : lost.toLocaleString('en')} lost.`
}

function fleeWords(flight: { who: string; hasFled: boolean; toSector: number | null }): string {
  const { who, hasFled, toSector } = flight
  if (!hasFled) return `${who} tried to flee, and did not get away.`
  return toSector === null ? `${who} got away.` : `${who} got away to sector ${toSector}.`
}

/** What was shot of a party, and whether that was the last of it. Nothing, if nothing was. */
function lossWords(round: FoughtRound, id: string, reader: Reader): string[] {
  const fighters = round.defensiveLosses[id] ?? 0
  const attackers = round.offensiveLosses[id] ?? 0
  const shields = round.shieldLoss[id] ?? 0
  if (fighters + attackers + shields === 0) return []
  const left = round.fightersRemaining[id] ?? 0
  const who = subject(id, reader)
  if (left === 0) return [`${who} lost the last fighter, and ${id === reader.playerId ? 'were' : 'was'} shot down.`]
  const shot = fighters === 0 ? [] : [count(fighters, 'fighter')]
  const burnt = shields === 0 ? [] : [count(shields, 'shield')]
  const parts = [...shot, ...burnt]
  if (parts.length === 0) return []
  return [`${who} lost ${parts.join(' and ')} to fire; ${count(left, 'fighter')} left.`]
}

function subject(id: string, reader: Reader): string {
  return id === reader.playerId ? 'You' : reader.nameOf(id)
}

function object(id: string, reader: Reader): string {
  return id === reader.playerId ? 'you' : reader.nameOf(id)
}
