import { defineCommand } from 'citty'
import { commandLine } from '../../installation/command-line.ts'
import { readNumber } from '../arguments/read-number.ts'
import { zoneArg } from '../arguments/zone-arg.ts'
import { wrongUsage } from '../command-error.ts'
import { followLog } from '../log/follow-log.ts'
import { type LogPage, printEntries } from '../log/log-entry.ts'
import { printNotice } from '../output/notice.ts'
import { printJson, printLines } from '../output/output.ts'
import { zonePath } from '../output/print-zone.ts'
import { watchReader } from '../output/watch-reader.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { connectToServer } from '../server/server-api.ts'
import { createZonePlayers } from '../server/zone-players.ts'

const limitMax = 200
const limitDefault = 100

export const log = defineCommand({
  meta: {
    description: [
      'Prints the settled intents of a zone, oldest first; also of a zone that was deleted. With --follow it begins with',
      'what comes from now on, and waits for a server that is restarted.',
    ].join('\n'),
    examples: [
      'log ZONE --last 20',
      'log ZONE --type step --player Ann --result refused',
      'log ZONE --follow --last 5',
      'log ZONE --follow --from-seq 1 --json',
    ],
  },
  args: {
    zone: zoneArg,
    follow: {
      type: 'boolean',
      alias: 'f',
      description: 'go on with new entries until Ctrl-C; with --json one for each line',
    },
    last: { type: 'string', valueHint: 'N', description: `only this many of the last entries, up to ${limitMax}` },
    fromSeq: {
      type: 'string',
      valueHint: 'N',
      description: 'begin with this entry (1; with --follow the next to come)',
    },
    limit: {
      type: 'string',
      valueHint: 'N',
      description: `at most this many entries at a time, up to ${limitMax} (${limitDefault})`,
    },
    type: { type: 'string', valueHint: 'INTENT', description: 'only intents of this type' },
    player: { type: 'string', valueHint: 'PLAYER', description: 'only intents of this player (an id or a name)' },
    result: {
      type: 'enum',
      options: ['applied', 'refused', 'failed'],
      description: 'only intents with this result',
    },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const fromSeq = readNumber('from-seq', args.fromSeq, { min: 0, max: Number.MAX_SAFE_INTEGER })
    const last = readNumber('last', args.last, { min: 1, max: limitMax })
    const typedLimit = readNumber('limit', args.limit, { min: 1, max: limitMax })
    if (last !== undefined && (fromSeq ?? typedLimit) !== undefined)
      throw wrongUsage('--last says where to begin, and excludes --from-seq and --limit.')
    const limit = typedLimit ?? limitDefault
    const json = args.json === true

    const api = await connectToServer(args)
    const zoneId = await findZone(api, args.zone)
    const players = createZonePlayers(api, zoneId)
    const playerId = args.player === undefined ? undefined : await players.find(args.player, { mayHaveLeft: true })
    const filter = { type: args.type, playerId, result: args.result }
    const typedFilter = Object.entries({ type: args.type, player: playerId, result: args.result, limit: typedLimit })
      .map(([option, value]) => (value === undefined ? '' : ` --${option} ${value}`))
      .join('')
    const readPage = (query: Readonly<Record<string, string | number>>) =>
      api.get<LogPage>(`${zonePath(zoneId)}/log`, { ...query, ...filter })
    const readFrom = (from: number) => readPage({ fromSeq: from, limit })
    const readLast = (count: number) => readPage({ fromEnd: 'true', limit: count })
    const print = (entries: LogPage['entries']) => printEntries(entries, { players, json })

    if (args.follow !== true) {
      const page = await (last === undefined ? readFrom(fromSeq ?? 1) : readLast(last))
      if (json) return printJson(page)
      if (page.entries.length === 0) return printLines('Nothing is logged there.')
      await print(page.entries)
      if (last === undefined && page.entries.length === limit)
        printLines(`There may be more: ${commandLine(`log ${zoneId} --from-seq ${page.nextSeq}${typedFilter}`)}`)
      return
    }
    const reader = watchReader()
    try {
      // Asked in any case: a server that is not there from the start is not waited for.
      const end = await readLast(last ?? 1)
      if (last !== undefined) await print(end.entries)
      const notice = (text: string) => printNotice(text, { json })
      const signal = reader.gone
      await followLog({ fromSeq: fromSeq ?? end.nextSeq, limit, read: readFrom, print, notice, signal })
    } finally {
      reader.stop()
    }
  },
})
