import { type Letter, mailboxId, type Ship } from '../kinds.ts'
import { captainOf, mailboxOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { offMap } from '../world/off-map.ts'

type Written = { readonly from: Ship; readonly to: Ship; readonly content: string }

/**
 * Keeps a direct message for one of its two ends, and forgets the oldest ones of that captain where there are too many. So
 * nobody else's messages ever push one out.
 */
export function keepLetter(region: Region, playerId: string, { from, to, content }: Written): Letter {
  const { entities, state, now, balance } = region
  const mailbox = mailboxOf(region, playerId)
  const earlier = mailbox?.data.letters ?? []
  const letter = {
    number: (earlier.at(-1)?.number ?? 0) + 1,
    after: state.nextMessage - 1,
    at: now,
    fromId: captainOf(from),
    fromName: from.data.name,
    toId: captainOf(to),
    toName: to.data.name,
    content,
  }
  const letters = newestOf([...earlier, letter], balance.chat)
  if (mailbox !== undefined) entities.change(mailbox, { data: { letters } })
  else entities.create({ id: mailboxId(playerId), kind: 'mailbox', ...offMap, ownerId: playerId, data: { letters } })
  return letter
}

type Bounds = { readonly directKeptMax: number; readonly directCharactersMax: number }

/** The last of them in any case, and of the others as many as fit. */
function newestOf(letters: readonly Letter[], { directKeptMax, directCharactersMax }: Bounds): Letter[] {
  const newest = letters.slice(-directKeptMax)
  let characters = 0
  const fitting = newest.reverse().filter((letter, at) => {
    characters += JSON.stringify(letter).length
    return at === 0 || characters <= directCharactersMax
  })
  return fitting.reverse()
}
