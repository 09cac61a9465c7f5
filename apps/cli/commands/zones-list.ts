import { defineCommand } from 'citty'
import { printJson, printLines, printTable } from '../output/output.ts'
import type { ZoneAnswer } from '../output/print-zone.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { connectToServer } from '../server/server-api.ts'

export const zonesList = defineCommand({
  meta: {
    description: 'Lists the zones, all pages of them.',
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
    const zones: ZoneAnswer[] = []
    let cursor: string | undefined
    do {
      const query = { module: args.module, status: args.status, cursor }
      const page = await api.get<{ zones: ZoneAnswer[]; nextCursor: string | null }>('/v1/zones', query)
      zones.push(...page.zones)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)

    if (args.json) return printJson({ zones })
    if (zones.length === 0) return printLines('There is no such zone. Make one with: zones create hello-grid')
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
