import type { Salvage } from '../kinds.ts'

/** Whose garrison a container is what is left of; null: it is what is left of a ship. */
export function garrisonOwnerOf({ data: { shipType, loserId } }: Salvage): string | null {
  return shipType === null ? loserId : null
}
