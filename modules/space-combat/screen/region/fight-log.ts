import { nameIn, type Parties, type Reader, roundWords, type ToldRound } from '../words/round-words.ts'
import { bounds, withNewest } from './bounds.ts'
import type { Fight } from './fight.ts'
import { failedOutcome, hasLostShip, type Outcome, outcomeOf } from './outcome.ts'
import type { Purse } from './purse.ts'
import type { AnswerTo, Heard } from './region-view.ts'

/** What was told of the own fight, or of the last one. */
export type FightLog = {
  readonly rounds: readonly ToldRound[]
  /** How it ended; undefined while it goes on, and once that was seen. */
  readonly outcome: Outcome | undefined
  /** The own fight as the view shows it, if there is one. */
  look(fight: Fight | undefined): void
  hear(heard: Heard): void
  dismiss(): void
}

/** Rounds come by events. Those before the page was opened, or that were missed, are asked for. */
export function createFightLog(options: {
  readonly reader: Reader
  readonly purse: Pick<Purse, 'fortuneOf'>
  readonly ask: (combatId: string) => Promise<AnswerTo<'combat_log'>>
  readonly onChange: () => void
}): FightLog {
  let combatId: string | undefined
  let rounds: readonly ToldRound[] = []
  let outcome: Outcome | undefined

  const { playerId } = options.reader
  const readerOf = (told: Parties): Reader => ({ playerId, nameOf: nameIn(told, options.reader) })

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
    if (combatId !== id || 'error' in answer) return
    const told = answer.rounds.map((round) => roundWords(round, readerOf(answer)))
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
    hear({ event, payload }) {
      switch (event) {
        case 'combat.started':
          if (payload.combatId !== combatId && isAboutSelf(payload, playerId)) begin(payload.combatId)
          return
        case 'combat.error':
          if (payload.combatId !== combatId) return
          // Who had left it before knows already what came of it.
          outcome ??= failedOutcome(payload)
          options.onChange()
          return
        case 'combat.round_resolved':
        case 'combat.ended': {
          const isOut = payload.fleeResults[playerId] === true || hasLostShip(payload, playerId)
          if (payload.combatId !== combatId || !(isOut || isAboutSelf(payload, playerId))) return
          if (event === 'combat.round_resolved') tell(roundWords(payload, readerOf(payload)))
          if (event === 'combat.round_resolved' && !isOut) return
          outcome = outcomeOf(payload, readerOf(payload), options.purse.fortuneOf(combatId))
          options.onChange()
        }
      }
    },
    dismiss() {
      outcome = undefined
      options.onChange()
    },
  }
}

/** Whether the captain's own ship is, or was, in the fight: an owner hears of the fights of garrisons too. */
function isAboutSelf(
  { participants, actions = {} }: Parties & { readonly actions?: object },
  playerId: string,
): boolean {
  return Object.hasOwn(participants, playerId) || Object.hasOwn(actions, playerId)
}
