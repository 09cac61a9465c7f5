import type { DeepReadonly } from 'gridtick'
import { isoTime } from 'gridtick'
import { z } from 'zod'
import type { Balance } from '../balance.ts'
import { cargoSchema } from '../commodities.ts'
import { balanceOf } from '../config.ts'
import { sectorOf, shipOf } from '../lookup.ts'
import { timeSchema } from '../records/time-schema.ts'
import type { Places } from '../region.ts'
import { knownSectors } from '../rules/known-sectors.ts'
import { portCode } from '../rules/port-classes.ts'
import { portPrices, portPricesSchema } from '../rules/port-prices.ts'
import type { KnownSector } from '../rules/visit.ts'
import type { Question } from './question.ts'

const input = z.strictObject({
  /** Begin behind this sector: the `next` of the page before. */
  after: z.int().min(0).optional(),
})

const recordSchema = z.strictObject({
  sector: z.int(),
  x: z.int().nullable(),
  y: z.int().nullable(),
  visitedAt: timeSchema,
  adjacentSectors: z.array(z.int()),
  port: z
    .strictObject({
      code: z.string(),
      lastSeenPrices: portPricesSchema,
      lastSeenStock: cargoSchema,
      observedAt: timeSchema,
    })
    .nullable(),
})

const output = z.strictObject({
  sector: z.int().nullable(),
  visitedCount: z.int(),
  sectors: z.array(recordSchema),
  next: z.int().nullable(),
})

type SectorRecord = DeepReadonly<z.output<typeof recordSchema>>

/** All that a captain knows of the region from having been there, a page at a time. `next` is null on the last page. */
export const myMap = {
  input,
  output,
  answer({
    base,
    playerId,
    input: { after = -1 },
  }: Question<z.output<typeof input>>): DeepReadonly<z.output<typeof output>> {
    const { maps, trade } = balanceOf(base.zone.config)
    const known = knownSectors(base, playerId)
    const rest = known.filter(({ sector }) => sector > after)
    const page = rest.slice(0, maps.pageSectorsMax)
    return {
      sector: shipOf(base, playerId)?.data.sector ?? null,
      visitedCount: known.length,
      sectors: page.map((sector) => record(base, sector, trade)),
      next: page.length < rest.length ? (page.at(-1)?.sector ?? null) : null,
    }
  },
}

function record(
  places: Places,
  { sector, visitedAt, warps, port }: KnownSector,
  trade: Balance['trade'],
): SectorRecord {
  const at = sectorOf(places, sector)
  return {
    sector,
    x: at?.x ?? null,
    y: at?.y ?? null,
    visitedAt: isoTime(visitedAt),
    adjacentSectors: [...warps].sort((one, other) => one - other),
    port:
      port === null
        ? null
        : {
            code: portCode(port.class),
            lastSeenPrices: portPrices(port, trade),
            lastSeenStock: port.stock,
            observedAt: isoTime(port.observedAt),
          },
  }
}
