import { defineCommand } from 'citty'
import { connectionArgs, jsonArg } from '../connection.ts'
import { printZone, type ZoneAnswer, zonePath } from '../print-zone.ts'
import { connectToServer } from '../server-api.ts'
import { zoneArg } from '../zone-arg.ts'

export const zonesResume = defineCommand({
  meta: {
    description: 'Lets a paused zone tick again.',
    examples: ['zones resume ZONE', 'zones resume ZONE --discard-intents'],
  },
  args: {
    zone: zoneArg,
    discardIntents: { type: 'boolean', description: 'throw away the intents that wait, as when one of them fails' },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const api = await connectToServer(args)
    const body = { discardIntents: args.discardIntents === true }
    printZone(await api.post<ZoneAnswer>(`${zonePath(args.zone)}/resume`, body), args)
  },
})
