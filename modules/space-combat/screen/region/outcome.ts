import type { Json } from 'gridtick'
import { escapePod } from '../../ship-types.ts'
import type { Reader } from '../words/round-words.ts'
import { type Fields, fieldsOf } from './fields.ts'

/** How a fight ended, for the one who reads it. */
export type Outcome = { readonly tone: 'good' | 'bad' | 'plain'; readonly title: string; readonly text: string }

/** Reads the payload of `combat.ended`, or of the round in which one got away. */
export function outcomeOf(told: Json, reader: Reader): Outcome {
  const end = fieldsOf(told)
  const { playerId } = reader
  if (end.inner('fleeResults').isTrue(playerId)) return gotAway(end.inner('actions').inner(playerId))
  if (wasShotDown(end, playerId)) return shipLost
  const ending = endOf(end.text('result') ?? '', reader)
  const hasWreck = end.list('salvage').length > 0
  return hasWreck ? { ...ending, text: `${ending.text} Salvage lies in the sector.` } : ending
}

const shipLost: Outcome = {
  tone: 'bad',
  title: 'Your ship was lost',
  text: 'You are in an escape pod. It cannot be hurt, and carries nothing.',
}

/** In the last round, or in one before: then the ship that came into the fight is a pod by now. */
function wasShotDown(end: Fields, playerId: string): boolean {
  const party = end.inner('participants').inner(playerId)
  const isPodNow = party.isTrue('isEscapePod') && party.text('shipType') !== escapePod
  return isPodNow || (party.number('fighters') === 0 && (party.number('fightersDelta') ?? 0) < 0)
}

function gotAway(action: Fields): Outcome {
  const toSector = action.number('destinationSector')
  const where = toSector === undefined ? 'You are out of it.' : `You are in sector ${toSector}.`
  return { tone: 'good', title: 'You got away', text: where }
}

function endOf(result: string, { playerId, nameOf }: Reader): Outcome {
  switch (result) {
    case 'stalemate':
      return { tone: 'plain', title: 'Nobody fights on', text: 'The fight ended without a winner.' }
    case 'toll_satisfied':
      return { tone: 'plain', title: 'The toll was paid', text: 'The garrison lets everybody be.' }
    case 'mutual_defeat':
      return { tone: 'plain', title: 'All were shot down', text: 'Nobody is left to fight.' }
    case 'victory':
      return { tone: 'good', title: 'The fight is won', text: 'Several were shot down.' }
    default:
      return ofOne(result, { playerId, nameOf })
  }
}

/** `ID_defeated` and `ID_fled` name the one it was about. */
function ofOne(result: string, { playerId, nameOf }: Reader): Outcome {
  const [, id = '', how] = /^(.*)_(defeated|fled)$/s.exec(result) ?? []
  if (how === undefined) return { tone: 'plain', title: 'The fight is over', text: '' }
  if (how === 'fled') return { tone: 'plain', title: `${nameOf(id)} got away`, text: 'Nobody fought on.' }
  if (id === playerId) return shipLost
  return { tone: 'good', title: `${nameOf(id)} was defeated`, text: 'The fight is over.' }
}
