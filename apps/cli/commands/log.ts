import { setTimeout as sleep } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { readNumber } from '../arguments/read-number.ts'
import { zoneArg } from '../arguments/zone-arg.ts'
import { printJson, printLines } from '../output/output.ts'
import { zonePath } from '../output/print-zone.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { connectToServer } from '../server/server-api.ts'

/** How often a log that is followed is asked for more. */
const askMs = 1_000

type LogEntry = {
  readonly seq: number
  readonly at: string
  readonly tick: number
  readonly playerId: string
  readonly type: string
  readonly payload: unknown
  readonly result: string
  readonly code: string | null
}

type Page = { readonly entries: readonly LogEntry[]; readonly nextSeq: number }

export const log = defineCommand({
  meta: {
    description: 'Prints the settled intents of a zone, oldest first; also of a zone that was deleted.',
    examples: ['log ZONE', 'log ZONE --type step --player PLAYER', 'log ZONE --follow --json'],
  },
  args: {
    zone: zoneArg,
    follow: { type: 'boolean', alias: 'f', description: 'go on as more come, until Ctrl-C; with --json one a line' },
    type: { type: 'string', valueHint: 'INTENT', description: 'only intents of this type' },
    player: { type: 'string', valueHint: 'PLAYER', description: 'only intents of this player' },
    fromSeq: { type: 'string', valueHint: 'N', description: 'begin with this entry', default: '1' },
    limit: { type: 'string', valueHint: 'N', description: 'at most so many at a time, up to 200', default: '100' },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const fromSeq = readNumber('from-seq', args.fromSeq, { min: 0, max: Number.MAX_SAFE_INTEGER })
    const limit = readNumber('limit', args.limit, { min: 1, max: 200 })
    const api = await connectToServer(args)
    const filter = { type: args.type, playerId: args.player, limit }
    const read = (from: number) => api.get<Page>(`${zonePath(args.zone)}/log`, { fromSeq: from, ...filter })
    const print = args.json ? printJson : printEntry
    if (args.follow) return follow({ fromSeq, limit, read, print })

    const page = await read(fromSeq)
    if (args.json) return printJson(page)
    if (page.entries.length === 0) return printLines('Nothing is logged there.')
    for (const entry of page.entries) printEntry(entry)
    if (page.entries.length === limit) printLines(`There may be more: --from-seq ${page.nextSeq}`)
  },
})

/** Until Ctrl-C. What is there already comes page after page; from then on it asks now and again. */
async function follow(options: {
  readonly fromSeq: number
  readonly limit: number
  readonly read: (fromSeq: number) => Promise<Page>
  readonly print: (entry: LogEntry) => void
}): Promise<never> {
  let { fromSeq } = options
  for (;;) {
    const { entries, nextSeq } = await options.read(fromSeq)
    for (const entry of entries) options.print(entry)
    if (entries.length < options.limit) await sleep(askMs)
    fromSeq = nextSeq
  }
}

function printEntry({ seq, at, tick, playerId, type, payload, result, code }: LogEntry): void {
  const outcome = code === null ? result : `${result} ${code}`
  printLines(`${seq}  ${at}  tick ${tick}  ${playerId}  ${type} ${JSON.stringify(payload)}  ${outcome}`)
}
