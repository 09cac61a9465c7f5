import { defineCommand } from 'citty'
import { readNumber } from '../arguments/read-number.ts'
import { readObject } from '../arguments/read-object.ts'
import { CommandError } from '../command-error.ts'
import { printZone, type ZoneAnswer } from '../output/print-zone.ts'
import { withSpinner } from '../output/with-spinner.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { requireModule } from '../server/known-modules.ts'
import { connectToServer } from '../server/server-api.ts'

export const zonesCreate = defineCommand({
  meta: {
    description: 'Creates a zone of a module. What --config leaves out gets its default in the module.',
    examples: [
      'zones create hello-grid',
      `zones create hello-grid --name meadow --config '{"width":16,"height":16}' --seed spring`,
      'zones create space-combat --every-ms 500 --record --json',
    ],
  },
  args: {
    module: { type: 'positional', description: 'the name of a module that the server runs', required: true },
    config: { type: 'string', valueHint: 'JSON', description: "an object that fits the module's config schema" },
    name: { type: 'string', description: 'a name for the zone, at most 64 characters' },
    seed: { type: 'string', description: 'seed of the random numbers: the same seed gives the same zone' },
    everyMs: { type: 'string', valueHint: 'MS', description: 'ms between two ticks, 10 to 86400000' },
    record: { type: 'boolean', description: 'record it from the start, for replay' },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const { module, name, seed } = args
    const everyMs = readNumber('every-ms', args.everyMs, { min: 10, max: 86_400_000 })
    const config = readObject('config', args.config)
    const api = await connectToServer(args)
    const body = { module, name, seed, config, everyMs, record: args.record === true ? true : undefined }
    const waiting = { text: `Making a zone of ${module}`, json: args.json }
    const zone = await withSpinner(waiting, () => api.post<ZoneAnswer>('/v1/zones', body)).catch(
      async (error: unknown) => {
        // Which there are says more than that there is none of this name.
        if (error instanceof CommandError && error.code === 'not_found') await requireModule(api, module)
        throw error
      },
    )
    printZone(zone, args)
  },
})
