import { defineCommand } from 'citty'
import { connectionArgs, jsonArg } from '../connection.ts'
import { printZone, type ZoneAnswer, zonePath } from '../print-zone.ts'
import { connectToServer } from '../server-api.ts'
import { zoneArg } from '../zone-arg.ts'

export const zonesPause = defineCommand({
  meta: { description: 'Stops the ticks of a zone. Intents that wait are kept.', examples: ['zones pause ZONE'] },
  args: { zone: zoneArg, json: jsonArg, ...connectionArgs },
  async run({ args }) {
    const api = await connectToServer(args)
    printZone(await api.post<ZoneAnswer>(`${zonePath(args.zone)}/pause`, {}), args)
  },
})
