import type { ServerMessage } from '@gridtick/protocol/messages'

/**
 * Whether watching a zone once more has made the player a member anew: the membership of before had ended, and the tick
 * that is shown is the one that began another. `memberSince` is that of before; an older server does not tell it.
 */
export function isJoinedAnew(
  memberSince: number | undefined,
  subscribed: Pick<Extract<ServerMessage, { type: 'subscribed' }>, 'memberSince' | 'tick'>,
): boolean {
  const isOther = memberSince !== undefined && memberSince !== subscribed.memberSince
  return isOther && subscribed.memberSince === subscribed.tick
}
