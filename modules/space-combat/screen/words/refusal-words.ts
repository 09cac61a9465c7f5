import type { IntentResult } from '@gridtick/client'

type Refused = Extract<IntentResult, { outcome: 'refused' }>

/** What helps, beside what the module says of a refusal. */
const advice: { readonly [code: string]: string } = {
  not_enough_warp: 'Warp power is sold at the depot; another captain can give you some.',
  in_combat: 'First see the fight through.',
  stale_round: 'Choose again for this one.',
  no_opponents: 'Shots need somebody with fighters who is not on your side.',
  no_room: 'Leave some fighters, or collect fewer.',
  nothing_fits: 'Sell or make room first.',
  insufficient_holds: 'Sell something first, or buy less.',
  sector_taken: 'One garrison holds a sector.',
  port_full: 'Try another port.',
  invalid: 'Check the numbers.',
}

/** A refusal in words: what was wrong, and what can be done. */
export function refusalWords({ code, message }: Pick<Refused, 'code' | 'message'>): string {
  const more = advice[code]
  return more === undefined ? message : `${message} ${more}`
}
