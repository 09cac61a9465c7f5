import { setTimeout as sleep } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { readNumber } from '../arguments/read-number.ts'
import { zoneArg } from '../arguments/zone-arg.ts'
import { printJson, printLines } from '../output/output.ts'
import { zonePath } from '../output/print-zone.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { connectToServer, type ServerApi } from '../server/server-api.ts'

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

type Filter = {
  readonly type: string | undefined
  readonly playerId: string | undefined
  readonly limit: number | undefined
}

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
    const fromSeq = readNumber('from-seq', args.fromSeq, { min: 0, max: Number.MAX_SAFE_INTEGER }) ?? 1
    const limit = readNumber('limit', args.limit, { min: 1, max: 200 })
    const filter: Filter = { type: args.type, playerId: args.player, limit }
    const api = await connectToServer(args)
    const page = await read(api, { zone: args.zone, fromSeq, filter })
    if (args.follow) return follow(api, { zone: args.zone, filter, page, json: args.json === true })
    if (args.json) return printJson(page)
    for (const entry of page.entries) printLines(lineOf(entry))
    if (page.entries.length === 0) printLines('Nothing is logged there.')
    else if (page.entries.length === limit) printLines(`There may be more: --from-seq ${page.nextSeq}`)
  },
})

type Page = { readonly entries: readonly LogEntry[]; readonly nextSeq: number }

function read(api: ServerApi, { zone, fromSeq, filter }: { zone: string; fromSeq: number; filter: Filter }) {
  return api.get<Page>(`${zonePath(zone)}/log`, { fromSeq, ...filter })
}

async function follow(
  api: ServerApi,
  { zone, filter, page, json }: { zone: string; filter: Filter; page: Page; json: boolean },
): Promise<never> {
  for (let now = page; ; now = await read(api, { zone, fromSeq: now.nextSeq, filter })) {
    for (const entry of now.entries) {
      if (json) printJson(entry)
      else printLines(lineOf(entry))
    }
    if (now.entries.length < (filter.limit ?? 1)) await sleep(askMs)
  }
}

function lineOf({ seq, at, tick, playerId, type, payload, result, code }: LogEntry): string {
  const outcome = code === null ? result : `${result} ${code}`
  return `${seq}  ${at}  tick ${tick}  ${playerId}  ${type} ${JSON.stringify(payload)}  ${outcome}`
}
