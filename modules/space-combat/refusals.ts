import type { Refused } from 'gridtick'

/** The codes that intents and joins are refused with. README.md has their details. */
export const refusals = {
  no_ship: 'You have no ship here: a debug user who has not joined.',
  in_combat: 'You, the other captain, or that garrison is in a fight.',
  unknown_sector: 'There is no such sector, or you know of none.',
  not_adjacent: 'No warp leads there.',
  not_enough_warp: 'Too little warp power.',
  no_depot: 'Warp power is not sold here.',
  tank_full: 'No warp power fits in.',
  insufficient_credits: 'Too few credits for all of it.',
  same_captain: 'A gift to oneself.',
  no_such_captain: 'Nobody has this id.',
  not_in_sector: 'It, or the other captain, is in another sector.',
  no_port: 'No port here.',
  not_traded: 'The port does not sell this, or does not buy it.',
  insufficient_stock: 'The port has less.',
  insufficient_holds: 'Too few free holds.',
  insufficient_cargo: 'You have less.',
  port_full: 'The port takes less.',
  no_fighters: 'You have none to fight with.',
  no_opponents: 'There are no two sides that could fight.',
  combat_full: 'The fight has as many parties as it can hold.',
  no_such_combat: 'There is no such fight, it is over, or (query) you have no part in it.',
  stale_round: 'Meant for another round.',
  not_a_participant: 'You are not in that fight.',
  no_target: 'Nobody named, nobody with that name here or in the fight, or nothing left to shoot at.',
  own_side: 'Yourself, or your own garrison.',
  no_commit: 'An attack with no fighters.',
  no_destination: 'A flight to nowhere.',
  escape_pod: 'A pod takes no part in fights.',
  sector_taken: "Another captain's garrison holds this sector.",
  insufficient_fighters: 'Fewer aboard, or stationed.',
  no_garrison: 'You have none there.',
  no_room: 'No fighter fits aboard, and the bank is empty.',
  salvage_gone: 'Never there, expired, or taken.',
  nothing_fits: 'The hold is full, and there are no credits in it.',
  blank_message: 'Nothing but blanks.',
  too_long: 'Too many characters.',
  no_recipient: 'A direct message to nobody.',
  too_often: 'Within a second of the message before.',
  too_many_credits: 'An operator gives more than can be counted.',
  zone_full: 'The region has as many members, or ships, as it can hold.',
}

export type RefusalCode = keyof typeof refusals

/** Why something was not done. */
export type Refusal = Refused<RefusalCode>
