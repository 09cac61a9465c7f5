import type { ServerMessage } from '@gridtick/protocol/messages'

type ResultMessage = Extract<ServerMessage, { type: 'intent_result' }>

/** How often one intent is given another number before it is refused: each time a higher one had overtaken it. */
const renumberingsMax = 8

/**
 * What a result means for the intent it answers. `final`: that is what became of it. `lost`: nobody can tell. `later`:
 * the next connection takes it up. `again`: ask once more. `renumber`: it goes out anew, under another number.
 */
export type Judgement = 'final' | 'lost' | 'later' | 'again' | 'renumber'

/** `isUnsure`: an earlier copy may be in. `hasEnded`: the server has said that the zone is over for this player. */
export function judgeResult(
  intent: { readonly isUnsure: boolean; readonly renumberings: number },
  message: ResultMessage,
  hasEnded: boolean,
): Judgement {
  const { code, tick, intentId, duplicate, retryable } = message
  // The server stops and has not carried out this copy; the next connection takes it up again.
  if (code === 'shutting_down') return 'later'
  const isDoor = tick === undefined && intentId === undefined
  // What was recorded went with the membership, so the door cannot know of the earlier copy.
  if (isDoor && intent.isUnsure && hasEnded) return 'lost'
  // A higher number overtook it: this one was never seen, so that the same intent may go out as another.
  const isOvertaken = code === 'stale_seq'
  // It went out once, and the server knows its number: it is that of an intent from before this client began.
  const isTaken = duplicate === true && !intent.isUnsure
  if ((isOvertaken || isTaken) && intent.renumberings < renumberingsMax) return 'renumber'
  // Turned away for now, while an earlier copy may be in: only its own result can tell.
  const isForNow = tick === undefined && retryable === true && code !== 'zone_paused'
  return isForNow && intent.isUnsure ? 'again' : 'final'
}
