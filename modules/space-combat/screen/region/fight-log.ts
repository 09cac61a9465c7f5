import type { Json } from 'gridtick'
import { nameIn, type Reader, roundWords, type ToldRound } from '../words/round-words.ts'
import { bounds, withNewest } from './bounds.ts'
import { fieldsOf } from './fields.ts'
import type { Fight } from './fight.ts'
import { failedOutcome, hasLostShip, type Outcome, outcomeOf } from './outcome.ts'
import type { Purse } from './purse.ts'

/** What was told of the own fight, or of the last one. */
export type FightLog = {
  readonly rounds: readonly ToldRound[]
  /** How it ended; undefined while it goes on, and once that was seen. */
  readonly outcome: Outcome | undefined
  /** The own fight as the view shows it, if there is one. */
  look(fight: Fight | undefined): void
  hear(event: string, payload: Json): void
  dismiss(): void
}

/** Rounds come by events. Those before the page was opened, or that were missed, are asked for. */
export function createFightLog(options: {
  readonly reader: Reader
  readonly purse: Pick<Purse, 'fortuneOf'>
  readonly ask: (combatId: string) => Promise<Json>
  readonly onChange: () => void
}): FightLog {
  let combatId: string | undefined
  let rounds: readonly ToldRound[] = []
  let outcome: Outcome | undefined

  const readerOf = (payload: Json): Reader => {
    return { playerId: options.reader.playerId, nameOf: nameIn(payload, options.reader) }
  }

  const tell = (told: ToldRound) => {
    if (rounds.some(({ round }) => round === told.round)) return
    rounds = withNewest(rounds, told, bounds.roundsMax)
    options.onChange()
  }

  const begin = (id: string) => {
    combatId = id
    rounds = []
    outcome = undefined
    options.onChange()
  }

  const fetchEarlier = async (id: string) => {
    const answer = await options.ask(id)
    if (combatId !== id) return
    const told = fieldsOf(answer)
      .list('rounds')
      .map((round) => roundWords(round, readerOf(answer)))
    const later = rounds.filter(({ round }) => !told.some((earlier) => earlier.round === round))
    rounds = [...told, ...later].slice(-bounds.roundsMax)
    options.onChange()
  }

  return {
    get rounds() {
      return rounds
    },
    get outcome() {
      return outcome
    },
    look(fight) {
      if (fight === undefined || fight.id === combatId) return
      begin(fight.id)
      if (fight.round === 1) return
      fetchEarlier(fight.id).catch(() => {
        // Not answered: the rounds from now on are told all the same.
      })
    },
    hear(event, payload) {
      const told = fieldsOf(payload)
      const id = told.text('combatId')
      const { playerId } = options.reader
      const isOut = told.inner('fleeResults').isTrue(playerId) || hasLostShip(payload, playerId)
      if (event === 'combat.error' && id === combatId) {
        // Who had left it before knows already what came of it.
        outcome ??= failedOutcome(payload)
        options.onChange()
        return
      }
      if (id === undefined || !(isOut || isAboutSelf(payload, playerId))) return
      if (event === 'combat.started' && id !== combatId) begin(id)
      if (id !== combatId) return
      if (event === 'combat.round_resolved') tell(roundWords(payload, readerOf(payload)))
      if (event !== 'combat.ended' && !isOut) return
      outcome = outcomeOf(payload, readerOf(payload), options.purse.fortuneOf(id))
      options.onChange()
    },
    dismiss() {
      outcome = undefined
      options.onChange()
    },
  }
}

/** Whether the captain's own ship is, or was, in the fight: an owner hears of the fights of garrisons too. */
function isAboutSelf(payload: Json, playerId: string): boolean {
  const told = fieldsOf(payload)
  return ['participants', 'actions'].some((name) => told.inner(name).names.includes(playerId))
}
