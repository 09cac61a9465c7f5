/** Why something is refused, for those who write clients. */
export const refusals = {
  game_full: 'All seats are taken.',
  game_running: 'The game has begun, and you have no house in it.',
  not_in_lobby: 'The game has begun already.',
  not_playing: 'You have no house that still plays.',
  not_yours: 'The fleet or colony is not yours, or is not there.',
  ordered_twice: 'The packet has two orders for the same fleet or colony.',
  needs_target: 'This order needs a target.',
  off_grid: 'The cell is not on the grid.',
  cannot_move: 'The fleet cannot move.',
  no_transports: 'The fleet has no transport.',
  no_system: 'You know of no system there that can be settled.',
  not_at_war: 'You are not at war with the owner.',
  not_armed: 'The fleet has no weapons.',
  no_shipyard: 'The shipyard of the colony is too small.',
  research_over_100: 'The shares of research add up to more than 100 percent.',
  no_such_house: 'There is no such other house in the game.',
  not_here: 'The two are not in the same cell.',
  not_enough: 'There is less than that.',
  not_affordable: 'The treasury does not hold so much.',
}

export type RefusalCode = keyof typeof refusals
