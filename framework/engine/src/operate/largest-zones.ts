import type { ZoneRegistry } from '../schedule/zone-registry.ts'

/** Zones that are named where memory runs short. */
const largestZonesMax = 5

export function findLargestZones(registry: Pick<ZoneRegistry, 'loaded'>): readonly object[] {
  const sizes = registry.loaded().map(({ id, module, committed }) => ({
    zoneId: id,
    module: module.name,
    entities: committed.entities.size,
  }))
  return sizes.sort((one, other) => other.entities - one.entities).slice(0, largestZonesMax)
}
