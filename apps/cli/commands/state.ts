import type { SeenEntity } from '@gridtick/client'
import { defineCommand } from 'citty'
import { zoneArg } from '../arguments/zone-arg.ts'
import { wrongUsage } from '../command-error.ts'
import { printJson, printLines, printTable } from '../output/output.ts'
import { zonePath } from '../output/print-zone.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { connectToServer } from '../server/server-api.ts'
import { createZonePlayers } from '../server/zone-players.ts'

type StateAnswer = {
  readonly tick: number
  readonly at: string
  readonly entities: readonly SeenEntity[]
  readonly extras: object
  readonly state?: object
}

export const state = defineCommand({
  meta: {
    description:
      'Prints the last stored tick of a zone: as you see it (as a member), as another member sees it, or everything.',
    examples: ['state ZONE --full', 'state ZONE --as Ann', 'state ZONE --full --json'],
  },
  args: {
    zone: zoneArg,
    as: {
      type: 'string',
      valueHint: 'PLAYER',
      description: 'what this member sees (an id or a name); for the debug user',
    },
    full: { type: 'boolean', description: 'everything in the zone; for the debug user' },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    if (args.as !== undefined && args.full) throw wrongUsage('--as and --full exclude each other.')
    const api = await connectToServer(args)
    const zoneId = await findZone(api, args.zone)
    const players = createZonePlayers(api, zoneId)
    const as = args.as === undefined ? undefined : await players.find(args.as)
    const answer = await api.get<StateAnswer>(`${zonePath(zoneId)}/state`, { as, full: args.full ? 'true' : undefined })
    if (args.json) return printJson(answer)
    // Others than the debug user are not told who plays.
    const isDebug = args.full === true || as !== undefined
    if (isDebug) await players.learn(answer.entities.map(({ ownerId }) => ownerId))
    printLines(`tick ${answer.tick} at ${answer.at}, ${answer.entities.length} entities`)
    printLines(`extras ${JSON.stringify(answer.extras)}`)
    if (answer.state !== undefined) printLines(`state ${JSON.stringify(answer.state)}`)
    printLines('')
    printTable(
      ['ID', 'KIND', 'X', 'Y', 'OWNER', 'DATA'],
      answer.entities.map(({ id, kind, x, y, ownerId, data }) => [
        id,
        kind,
        String(x),
        String(y),
        ownerId === null ? '' : players.describe(ownerId),
        JSON.stringify(data),
      ]),
    )
  },
})
