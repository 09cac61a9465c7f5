import { defineCommand } from 'citty'
import { suggest } from 'gridtick/internal'
import { zoneArg } from '../arguments/zone-arg.ts'
import { wrongUsage } from '../command-error.ts'
import { printZone, type ZoneAnswer, zonePath } from '../output/print-zone.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { connectToServer } from '../server/server-api.ts'

export const zonesRecord = defineCommand({
  meta: {
    description: 'Switches the recording of a zone on or off. Replay needs a recording.',
    examples: ['zones record ZONE on', 'zones record ZONE off'],
  },
  args: {
    zone: zoneArg,
    switch: { type: 'positional', description: 'on or off', required: true },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    if (args.switch !== 'on' && args.switch !== 'off')
      throw wrongUsage(`A recording is on or off, not "${args.switch}".`, suggest(args.switch, ['on', 'off']))
    const api = await connectToServer(args)
    const path = zonePath(await findZone(api, args.zone))
    printZone(await api.patch<ZoneAnswer>(path, { record: args.switch === 'on' }), args)
  },
})
