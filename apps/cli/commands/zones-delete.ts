import { defineCommand } from 'citty'
import { zoneArg } from '../arguments/zone-arg.ts'
import { CommandError, wrongUsage } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { isTerminal, printJson, printLines } from '../output/output.ts'
import { type ZoneAnswer, zonePath } from '../output/print-zone.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { connectToServer } from '../server/server-api.ts'

export const zonesDelete = defineCommand({
  meta: {
    description: 'Deletes a zone for good. Its log stays.',
    examples: ['zones delete ZONE', 'zones delete ZONE --yes'],
  },
  args: {
    zone: zoneArg,
    yes: { type: 'boolean', alias: 'y', description: 'do not ask' },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const mayAsk = isTerminal() && args.json !== true
    if (args.yes !== true && !mayAsk) throw wrongUsage('Deleting cannot be undone.', 'To delete the zone, add --yes.')
    const api = await connectToServer(args)
    const path = zonePath(await findZone(api, args.zone))
    const zone = await api.get<ZoneAnswer>(path)
    if (args.yes !== true) await makeSure(zone)
    await api.delete(path)
    if (args.json) printJson({ deleted: zone.id })
    else printLines(`Deleted ${zone.name} (${zone.id}).`)
  },
})

async function makeSure({ name, module, tick, players }: ZoneAnswer): Promise<void> {
  const { confirm } = await import('@clack/prompts')
  const message = `Delete ${name}, a ${module} at tick ${tick} with ${players.members} members, for good?`
  const answer = await confirm({ message, initialValue: false })
  if (answer !== true)
    throw new CommandError(answer === false ? exitCodes.failed : exitCodes.interrupted, 'Nothing was deleted.')
}
