import { debugOnly, intent, isoTime } from 'gridtick'
import { z } from 'zod'
import type { Commodity } from '../commodities.ts'
import { tellEveryone } from '../events/tell.ts'
import type { Region } from '../region.ts'
import { portBuys } from '../rules/port-classes.ts'

/** An operator lets each port produce some of what it sells, and use up some of what it buys. */
export const regeneratePorts = intent(
  debugOnly(z.strictObject({ fraction: z.number().min(0).max(1).optional() })),
  (region: Region, { payload }) => {
    const { stockMax, regenerateShare } = region.balance.trade
    const fraction = payload.fraction ?? regenerateShare
    const units = Math.floor(stockMax * fraction)
    let portsRegenerated = 0
    for (const sector of region.entities.ofKind('sector')) {
      const { port } = sector.data
      if (port === null) continue
      const after = (commodity: Commodity) =>
        portBuys(port.class, commodity)
          ? Math.max(0, port.stock[commodity] - units)
          : Math.min(stockMax, port.stock[commodity] + units)
      const stock = { fuel_ore: after('fuel_ore'), organics: after('organics'), equipment: after('equipment') }
      region.entities.change(sector, { data: { port: { stock } } })
      portsRegenerated += 1
    }
    tellEveryone(region, 'port.regenerated', { portsRegenerated, fraction, timestamp: isoTime(region.now) })
  },
)
