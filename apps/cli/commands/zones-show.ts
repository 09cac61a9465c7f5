import { defineCommand } from 'citty'
import { connectionArgs, jsonArg } from '../connection.ts'
import { printZone, type ZoneAnswer, zonePath } from '../print-zone.ts'
import { connectToServer } from '../server-api.ts'
import { zoneArg } from '../zone-arg.ts'

export const zonesShow = defineCommand({
  meta: {
    description: 'Shows one zone, and why it was paused.',
    examples: ['zones show ZONE', 'zones show ZONE --json'],
  },
  args: { zone: zoneArg, json: jsonArg, ...connectionArgs },
  async run({ args }) {
    const api = await connectToServer(args)
    printZone(await api.get<ZoneAnswer>(zonePath(args.zone)), args)
  },
})
