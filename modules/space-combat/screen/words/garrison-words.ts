import type { SeenGarrison } from '../region/seen-garrison.ts'
import { count } from './quantities.ts'

/** `Garrison of Bob: 50 fighters, toll of 20 credits.` The bank is known of own ones alone. */
export function garrisonWords(garrison: SeenGarrison): string {
  const { isOwn, ownerName, fighters, mode, tollAmount, tollBalance } = garrison
  const whose = isOwn ? 'Your garrison' : `Garrison of ${ownerName}`
  const toll = mode === 'toll' ? ` of ${count(tollAmount, 'credit')}` : ''
  const bank = tollBalance === null || tollBalance === 0 ? '' : ` ${count(tollBalance, 'credit')} in its bank.`
  return `${whose}: ${count(fighters, 'fighter')}, ${mode}${toll}.${bank}`
}
