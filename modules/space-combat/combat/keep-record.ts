import { type Battle, battleId, type Encounter } from '../kinds.ts'
import type { Region } from '../region.ts'
import { offMap } from '../world/off-map.ts'

type Finished = {
  readonly encounter: Encounter
  readonly result: string
  readonly witnesses: readonly string[]
}

/** Keeps a fight that is over to be looked up. When there are too many, the oldest is forgotten. */
export function keepRecord(region: Region, { encounter, result, witnesses }: Finished): void {
  const { sector, participants, log } = encounter.data
  const number = region.state.nextBattle
  region.changeState({ nextBattle: number + 1 })
  region.entities.create({
    ...offMap,
    id: battleId(encounter.id),
    kind: 'battle',
    data: {
      number,
      combatId: encounter.id,
      sector,
      endedAt: region.now,
      result,
      witnesses,
      participants,
      log,
    },
  })
  const battles: readonly Battle[] = region.entities.ofKind('battle')
  const oldestFirst = [...battles].sort((one, other) => one.data.number - other.data.number)
  const tooMany = Math.max(0, battles.length - region.balance.records.finishedMax)
  for (const battle of oldestFirst.slice(0, tooMany)) region.entities.delete(battle)
}
