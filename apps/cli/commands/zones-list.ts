import { defineCommand } from 'citty'
import { commandLine } from '../../installation/command-line.ts'
import { printJson, printLines, printTable } from '../output/output.ts'
import type { ZoneAnswer } from '../output/print-zone.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { moduleNames, requireModule } from '../server/known-modules.ts'
import { listZones } from '../server/list-zones.ts'
import { connectToServer, type ServerApi } from '../server/server-api.ts'

export const zonesList = defineCommand({
  meta: {
    description: 'Lists all zones.',
    examples: ['zones list', 'zones list --module hello-grid --status paused', 'zones list --json'],
  },
  args: {
    module: { type: 'string', valueHint: 'NAME', description: 'only those of this module' },
    status: { type: 'enum', options: ['open', 'paused', 'finished'], description: 'only those in this state' },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const api = await connectToServer(args)
    const { module, status } = args
    const zones: ZoneAnswer[] = []
    for await (const zone of listZones(api, { module, status })) zones.push(zone)

    if (args.json) return printJson({ zones })
    if (zones.length === 0) return printNone(api, { module, status })
    printTable(
      ['ID', 'NAME', 'MODULE', 'STATUS', 'TICK', 'PLAYERS', 'CREATED'],
      zones.map(({ id, name, module, status, tick, players, createdAt }) => [
        id,
        name,
        module,
        status,
        tick?.toString() ?? '',
        `${players.connected}/${players.members}`,
        createdAt,
      ]),
    )
  },
})

/** Where the module is wrong, that is said instead. */
async function printNone(
  api: ServerApi,
  { module, status }: { readonly module: string | undefined; readonly status: string | undefined },
): Promise<void> {
  if (module !== undefined) await requireModule(api, module)
  const [first] = module === undefined ? await moduleNames(api) : [module]
  const what = ['There is no', status, 'zone', module === undefined ? undefined : `of ${module}`]
  const toMake = first === undefined ? '' : ` Make one with: ${commandLine(`zones create ${first}`)}`
  printLines(`${what.filter((word) => word !== undefined).join(' ')}.${status === undefined ? toMake : ''}`)
}
