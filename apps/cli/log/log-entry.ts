import { printJson, printLines } from '../output/output.ts'
import type { ZonePlayers } from '../server/zone-players.ts'

/** A settled intent, as REST has it. */
export type LogEntry = {
  readonly seq: number
  readonly at: string
  readonly tick: number
  readonly playerId: string
  readonly type: string
  readonly payload: unknown
  readonly result: string
  readonly code: string | null
}

/** `nextSeq` is where to go on. */
export type LogPage = { readonly entries: readonly LogEntry[]; readonly nextSeq: number }

/** A line each: JSON for programs, and for people with the names of the players. */
export async function printEntries(
  entries: readonly LogEntry[],
  { players, json }: { readonly players: ZonePlayers; readonly json: boolean },
): Promise<void> {
  if (!json) await players.learn(entries.map(({ playerId }) => playerId))
  for (const entry of entries)
    if (json) printJson(entry)
    else printLines(describeEntry(entry, players))
}

function describeEntry({ seq, at, tick, playerId, type, payload, result, code }: LogEntry, players: ZonePlayers) {
  const outcome = code === null ? result : `${result} ${code}`
  const who = players.describe(playerId)
  return `${seq}  ${at}  tick ${tick}  ${who}  ${type} ${JSON.stringify(payload)}  ${outcome}`
}
