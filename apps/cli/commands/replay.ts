import { readFile, writeFile } from 'node:fs/promises'
import type { ReplayResult, ZoneRecording } from '@gridtick/testing'
import { defineCommand } from 'citty'
import { commandLine } from '../../installation/command-line.ts'
import { readNumber } from '../arguments/read-number.ts'
import { CommandError, wrongUsage } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { printNotice } from '../output/notice.ts'
import { printJson, printLines } from '../output/output.ts'
import { type ZoneAnswer, zonePath } from '../output/print-zone.ts'
import { startProgressBar } from '../output/progress-bar.ts'
import { connectionArgs, jsonArg } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { connectToServer } from '../server/server-api.ts'

export const replay = defineCommand({
  meta: {
    description: [
      'Runs a recorded zone again, tick by tick, through the module as it is here now, and compares each state with what',
      'was recorded. Ends with 1 at the first tick that differs, and shows how. A saved file holds the seed of the zone',
      'and all that is hidden from players.',
    ].join('\n'),
    examples: ['replay ZONE', 'replay ZONE --save meadow.json', 'replay --file meadow.json --from-tick 5000 --json'],
  },
  args: {
    zone: { type: 'positional', description: 'the id of a zone that is recorded', required: false },
    file: { type: 'string', valueHint: 'FILE', description: 'a saved recording, instead of a zone' },
    save: { type: 'string', valueHint: 'FILE', description: 'keep the recording of the zone in this file' },
    fromTick: { type: 'string', valueHint: 'TICK', description: 'begin at the last snapshot before this tick' },
    json: jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const fromTick = readNumber('from-tick', args.fromTick, { min: 0, max: Number.MAX_SAFE_INTEGER })
    if ((args.zone === undefined) === (args.file === undefined))
      throw wrongUsage('Name either a zone or --file, and not both.', `See: ${commandLine('replay --help')}`)
    if (args.file !== undefined && args.save !== undefined)
      throw wrongUsage('--save goes with a zone, not with --file.')
    const json = args.json === true

    const parts = loadParts()
    const { zone } = args
    const { recording, known } =
      zone === undefined ? await readSaved(args.file ?? '') : await fetchZone({ ...args, zone, json })
    if (args.save !== undefined) await writeFile(args.save, JSON.stringify(recording), { mode: 0o600 })
    const result = await run({ recording, known, json, fromTick, parts })
    if (!result.ok) process.exitCode = exitCodes.failed
    if (json) printJson({ zoneId: recording.snapshots[0]?.zone.id, ...result })
    else await printResult(result)
  },
})

type Given = {
  readonly recording: ZoneRecording
  /** Entities as they are stored now: with them a difference can be told field by field. */
  readonly known: KnownEntities
}
type KnownEntities = NonNullable<Parameters<typeof import('@gridtick/testing')['replayRecording']>[0]['known']>

async function readSaved(file: string): Promise<Given> {
  const { parseRecording } = await import('@gridtick/testing')
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw wrongUsage(`${file} cannot be read (${error.code ?? error.message}).`)
  })
  return { recording: await explained(() => parseRecording(parseJson(file, text))), known: [] }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandError(exitCodes.failed, `${file} holds no JSON.`, {
      todo: 'Save the recording again.',
      cause: error,
    })
  }
}

type ZoneToFetch = Parameters<typeof connectToServer>[0] & { readonly zone: string; readonly json: boolean }

async function fetchZone(args: ZoneToFetch): Promise<Given> {
  const { fetchRecording } = await import('../replay/fetch-recording.ts')
  const api = await connectToServer(args)
  const { id, tick = 0 } = await api.get<ZoneAnswer>(zonePath(await findZone(api, args.zone)))
  const bar = await startProgressBar({ of: tick, text: 'Fetching the recording', json: args.json })
  try {
    const recording = await explained(() =>
      fetchRecording(api, id, (reached) => bar.show(reached, `Fetching: tick ${reached} of ${tick}`)),
    )
    const { entities } = await api.get<{ entities: KnownEntities }>(`${zonePath(id)}/state`, { full: 'true' })
    return { recording, known: entities }
  } finally {
    bar.stop('Fetched the recording')
  }
}

type Parts = Promise<readonly [typeof import('@gridtick/testing'), typeof import('../replay/load-module.ts')]>

/** What runs modules is large; it is loaded while the recording is fetched. */
function loadParts(): Parts {
  const parts = Promise.all([import('@gridtick/testing'), import('../replay/load-module.ts')])
  // Said where they are needed.
  parts.catch(() => {})
  return parts
}

type Run = Given & { readonly json: boolean; readonly fromTick: number | undefined; readonly parts: Parts }

async function run({ recording, known, json, fromTick, parts }: Run): Promise<ReplayResult> {
  const name = recording.snapshots[0]?.zone.module ?? ''
  if (!json) printNotice(`Loading the module ${name} …`)
  const [{ replayRecording }, { loadModule }] = await parts
  const module = await loadModule(name)
  const bar = await startProgressBar({ of: recording.ticks.length, text: 'Running it again', json })
  try {
    return await explained(() =>
      replayRecording({
        module,
        recording,
        known,
        ...(fromTick === undefined ? {} : { fromTick }),
        onProgress: ({ tick, ticks, of }) => bar.show(ticks, `Tick ${tick}: ${ticks} of ${of} ticks`),
      }),
    )
  } finally {
    bar.stop('Ran it again')
  }
}

/** What is wrong with a recording is said in one line. */
async function explained<Value>(work: () => Value | Promise<Value>): Promise<Value> {
  const { RecordingError } = await import('@gridtick/testing')
  try {
    return await work()
  } catch (error) {
    if (error instanceof RecordingError) throw new CommandError(exitCodes.failed, error.message, { cause: error })
    throw error
  }
}

async function printResult(result: ReplayResult): Promise<void> {
  const { recorded, replayed } = result.versions
  if (recorded.some((version) => version !== replayed))
    printLines(`Recorded with version ${recorded.join(', ')} of the module, run again with ${replayed}.`)
  if (result.ok) return printLines(`${result.ticks} ticks gave the recorded state again, each of them.`)
  const { describeDifference } = await import('@gridtick/testing')
  printLines(`${result.ticks} ticks gave the recorded state again, the next did not.`)
  printLines(...describeDifference(result.difference).split('\n'))
}
