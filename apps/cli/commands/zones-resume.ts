import { defineCommand } from 'citty'
import { zoneArg } from '../arguments/zone-arg.ts'
import { printZone, type ZoneAnswer, zonePath } from '../output/print-zone.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { connectToServer } from '../server/server-api.ts'

export const zonesResume = defineCommand({
  meta: {
    description: 'Lets a paused zone tick again.',
    examples: ['zones resume ZONE', 'zones resume ZONE --discard-intents'],
  },
  args: {
    zone: zoneArg,
    discardIntents: {
      type: 'boolean',
      description: 'throw away the intents that wait, for example if one of them fails',
    },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const api = await connectToServer(args)
    const path = zonePath(await findZone(api, args.zone))
    const body = { discardIntents: args.discardIntents === true }
    printZone(await api.post<ZoneAnswer>(`${path}/resume`, body), args)
  },
})
