import { debugOnly, intent, isoTime } from 'gridtick'
import { z } from 'zod'
import { tellEveryone } from '../events/tell.ts'
import type { Region } from '../region.ts'
import { initialStock } from '../rules/port-classes.ts'

/** An operator gives each port the stock it began with. */
export const resetPorts = intent(debugOnly(z.strictObject({})), (region: Region) => {
  let portsReset = 0
  for (const sector of region.entities.ofKind('sector')) {
    const { port } = sector.data
    if (port === null) continue
    region.entities.change(sector, { data: { port: { stock: initialStock(port.class, region.balance.trade) } } })
    portsReset += 1
  }
  tellEveryone(region, 'port.reset', { portsReset, timestamp: isoTime(region.now) })
})
