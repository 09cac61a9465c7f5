import { defineCommand } from 'citty'
import { readNumber } from '../arguments/read-number.ts'
import { zoneArg } from '../arguments/zone-arg.ts'
import { exitCodes } from '../exit-codes.ts'
import { printJson, printLines } from '../output/output.ts'
import { printZone, type ZoneAnswer, zonePath } from '../output/print-zone.ts'
import { withSpinner } from '../output/with-spinner.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { connectToServer } from '../server/server-api.ts'

/** Many ticks of a game that does much take their time. */
const answerMsMax = 60_000

type Stepped = {
  readonly ticks: number
  /** What the module did wrong, where it ended early. */
  readonly error: string | null
  readonly zone: ZoneAnswer
}

export const zonesStep = defineCommand({
  meta: {
    description: 'Runs ticks of a paused zone, one after the other, and leaves it paused.',
    examples: ['zones step ZONE', 'zones step ZONE --ticks 20'],
  },
  args: {
    zone: zoneArg,
    ticks: { type: 'string', valueHint: 'N', description: 'how many', default: '1' },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const ticks = readNumber('ticks', args.ticks, { min: 1, max: 1_000_000_000 })
    const api = await connectToServer(args)
    const path = zonePath(await findZone(api, args.zone))
    const waiting = { text: `Running ${ticks} ticks`, json: args.json }
    const stepped = await withSpinner(waiting, () => api.post<Stepped>(`${path}/step`, { ticks }, { answerMsMax }))
    if (stepped.error !== null) process.exitCode = exitCodes.failed
    if (args.json) return printJson(stepped)
    printLines(`${stepped.ticks} ticks were run; those that change nothing are not stored.`)
    printZone(stepped.zone, args)
    if (stepped.error !== null) printLines('', 'The next one failed:', ...stepped.error.split('\n'))
  },
})
