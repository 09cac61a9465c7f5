import type { Letter, Message, RegionState } from '../kinds.ts'

type Counted = Pick<RegionState, 'nextMessage' | 'numberedTogether'>

/**
 * Messages to all have the ids 1, 3, 5 …, and the direct ones of each captain 2, 4, 6 …: so no two that one captain may read
 * have the same id, and none counts messages between others. In a region of an earlier release they begin behind the
 * last id of that one.
 */
export function idOfMessage({ data: { number } }: Message, state: Counted): number {
  const first = numberedTogether(state)
  return number <= first ? number : first + 2 * (number - first) - 1
}

/** See {@link idOfMessage}. */
export function idOfLetter({ number }: Letter, state: Counted): number {
  return numberedTogether(state) + 2 * number
}

/** Messages whose ids are their numbers: all, until this release has numbered one. */
export function numberedTogether({ numberedTogether: known, nextMessage }: Counted): number {
  return known ?? nextMessage - 1
}
