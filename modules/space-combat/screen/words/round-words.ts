import type { Json } from 'gridtick'
import { type Fields, fieldsOf } from '../region/fields.ts'
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

/**
 * A fought round in sentences: first what each did, then what it cost. Reads the payload of `combat.round_resolved`, or a
 * round in an answer of `combat_log`, which has the same records by party.
 */
export function roundWords(told: Json, reader: Reader): ToldRound {
  const round = fieldsOf(told)
  const ids = round.inner('actions').names
  const deeds = ids.map((id) => deedWords(round, id, reader))
  const losses = ids.flatMap((id) => lossWords(round, id, reader))
  const isTollPaid = ids.some((id) => round.inner('actions').inner(id).text('action') === 'pay')
  return { round: round.number('round') ?? 0, sentences: [...deeds, ...losses], isTollPaid }
}

/** The names of the parties that an event or answer lists. */
export function namesIn(told: Json): ReadonlyMap<string, string> {
  const participants = fieldsOf(told).inner('participants')
  return new Map(participants.names.map((id) => [id, participants.inner(id).text('name') ?? id]))
}

/** Calls parties as they are known, and those who are not as the payload does. */
export function nameIn(payload: Json, { nameOf }: Reader): (id: string) => string {
  const names = namesIn(payload)
  return (id) => nameOf(id, names.get(id))
}

function deedWords(round: Fields, id: string, reader: Reader): string {
  const deed = round.inner('actions').inner(id)
  const who = subject(id, reader)
  switch (deed.text('action')) {
    case 'attack':
      return attackWords(round, id, reader)
    case 'flee':
      return fleeWords({
        who,
        hasFled: round.inner('fleeResults').isTrue(id),
        toSector: deed.number('destinationSector'),
      })
    case 'pay':
      return `${who} paid the toll.`
    default:
      return deed.isTrue('timedOut') ? `${who} chose nothing, and braced.` : `${who} braced.`
  }
}

function attackWords(round: Fields, id: string, reader: Reader): string {
  const deed = round.inner('actions').inner(id)
  const sent = count(deed.number('commit') ?? 0, 'fighter')
  const hits = count(round.inner('hits').number(id) ?? 0, 'hit')
  const lost = round.inner('offensiveLosses').number(id) ?? 0
  const target = deed.text('targetId')
  const against = target === undefined ? 'nobody' : object(target, reader)
  return `${subject(id, reader)} sent ${sent} at ${against}: ${hits}, ${lost === 0 ? 'none' : lost.toLocaleString('en')} lost.`
}

function fleeWords(flight: { who: string; hasFled: boolean; toSector: number | undefined }): string {
  const { who, hasFled, toSector } = flight
  if (!hasFled) return `${who} tried to flee, and did not get away.`
  return toSector === undefined ? `${who} got away.` : `${who} got away to sector ${toSector}.`
}

/** What was shot of a party, and whether that was the last of it. Nothing, if nothing was. */
function lossWords(round: Fields, id: string, reader: Reader): string[] {
  const fighters = round.inner('defensiveLosses').number(id) ?? 0
  const attackers = round.inner('offensiveLosses').number(id) ?? 0
  const shields = round.inner('shieldLoss').number(id) ?? 0
  if (fighters + attackers + shields === 0) return []
  const left = round.inner('fightersRemaining').number(id) ?? 0
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
