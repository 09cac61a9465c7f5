import type { Container, OwnShip } from '../region/situation.ts'

/** Whether a captain can take anything of what is left of others. Credits always fit; all else needs room in the hold. */
export function isOfUse(
  { credits }: Pick<Container, 'credits'>,
  { most, cargoUsed }: Pick<OwnShip, 'most' | 'cargoUsed'>,
): boolean {
  return credits > 0 || cargoUsed < most.cargoHolds
}
