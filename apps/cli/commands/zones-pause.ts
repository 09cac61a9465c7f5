import { defineCommand } from 'citty'
import { zoneArg } from '../arguments/zone-arg.ts'
import { printZone, type ZoneAnswer, zonePath } from '../output/print-zone.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { connectToServer } from '../server/server-api.ts'

export const zonesPause = defineCommand({
  meta: { description: 'Stops the ticks of a zone. Waiting intents are kept.', examples: ['zones pause ZONE'] },
  args: { zone: zoneArg, json: jsonArg, ...connectionArgs },
  async run({ args }) {
    const api = await connectToServer(args)
    const path = zonePath(await findZone(api, args.zone))
    printZone(await api.post<ZoneAnswer>(`${path}/pause`, {}), args)
  },
})
