import type { Encounter, Salvage } from '../kinds.ts'
import { shipOf, thingsIn } from '../lookup.ts'
import type { Region } from '../region.ts'
import { ttlOf } from '../rules/salvage.ts'

/**
 * The credits of the defeated lie in their containers until the fight has a winner: so they are somewhere at every tick.
 * The time of a container begins when its fight is over; nobody can take it before.
 */
export function spoilsOf(region: Region, { id, data: { sector } }: Encounter): readonly Salvage[] {
  return thingsIn(region, sector).filter((thing) => thing.kind === 'salvage' && thing.data.combatId === id) as Salvage[]
}

/** The fight goes on: what was shot so far outlasts the next round. */
export function holdSpoils(region: Region, encounter: Encounter): void {
  for (const salvage of spoilsOf(region, encounter)) {
    const expiresAt = encounter.data.deadline + ttlOf(salvage.data, region)
    region.entities.change(salvage, { data: { expiresAt } })
  }
}

/** The fight is over: the winner gets the credits, all else is for whoever comes. Without a winner the credits are, too. */
export function awardSpoils(region: Region, encounter: Encounter, winnerId: string | null): readonly Salvage[] {
  const winner = winnerId === null ? undefined : shipOf(region, winnerId)
  const spoils = spoilsOf(region, encounter)
  const won = spoils.reduce((sum, { data }) => sum + data.credits, 0)
  if (winner !== undefined) region.entities.change(winner, { data: { credits: winner.data.credits + won } })
  return spoils.map((salvage) =>
    region.entities.change(salvage, {
      data: {
        credits: winner === undefined ? salvage.data.credits : 0,
        victorId: winner === undefined ? null : winnerId,
        createdAt: region.now,
        expiresAt: region.now + ttlOf(salvage.data, region),
      },
    }),
  )
}
