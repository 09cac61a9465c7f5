import { escapePod } from '../../ship-types.ts'
import type { OtherShip, OwnShip } from '../region/situation.ts'

/** Why nothing comes of opening fire; undefined: something may. */
export function whyNoFight({
  own,
  others,
  hasGarrison,
}: {
  readonly own: Pick<OwnShip, 'isEscapePod' | 'fighters'>
  readonly others: readonly Pick<OtherShip, 'typeName'>[]
  /** Whether somebody else's garrison is here. */
  readonly hasGarrison: boolean
}): string | undefined {
  if (own.isEscapePod) return 'An escape pod cannot open fire.'
  if (own.fighters === 0) return 'You cannot open fire: no fighters are on board.'
  const pods = others.filter(({ typeName }) => typeName === escapePod).length
  if (hasGarrison || pods < others.length) return undefined
  return pods === 1 ? 'An escape pod cannot be hurt.' : 'Escape pods cannot be hurt.'
}
