import { parseRecording, type ZoneRecording } from '@gridtick/testing'
import { commandLine } from '../../installation/command-line.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { zonePath } from '../output/print-zone.ts'
import type { ServerApi } from '../server/server-api.ts'

type RecordingPage = {
  readonly format: string
  readonly version: number
  readonly snapshots: readonly object[]
  readonly ticks: readonly { readonly tick: number }[]
  readonly nextTick: number | null
}

/**
 * All pages of what a server has recorded of a zone. `onPage` is told the tick reached. Rejects with a CommandError where
 * nothing is recorded, and with a RecordingError where the pages make no whole.
 */
export async function fetchRecording(
  api: ServerApi,
  zoneId: string,
  onPage: (tick: number) => void,
): Promise<ZoneRecording> {
  const snapshots: object[] = []
  const ticks: object[] = []
  let page: RecordingPage
  let fromTick = 0
  do {
    page = await api.get<RecordingPage>(`${zonePath(zoneId)}/recording`, { fromTick })
    snapshots.push(...page.snapshots)
    ticks.push(...page.ticks)
    if (page.nextTick !== null && !(page.nextTick > fromTick)) throw endless(page.nextTick)
    fromTick = page.nextTick ?? fromTick
    onPage(fromTick)
  } while (page.nextTick !== null)
  if (snapshots.length === 0)
    throw new CommandError(exitCodes.failed, 'This zone is not recorded.', {
      todo: `Switch its recording on, then play: ${commandLine(`zones record ${zoneId} on`)}`,
    })
  const { format, version } = page
  return parseRecording({ format, version, snapshots, ticks })
}

/** A page that leads to itself would be fetched for ever. */
function endless(nextTick: number): CommandError {
  return new CommandError(
    exitCodes.failed,
    `The server names tick ${nextTick} again as the next tick of the recording.`,
    {
      todo: 'The server has another version than this program, or is not a Gridtick server.',
    },
  )
}
