import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ZoneAnswer } from '../output/print-zone.ts'
import { isBeginningOfId } from './id-beginning.ts'
import { listZones } from './list-zones.ts'
import type { ServerApi } from './server-api.ts'

/** Zones that are named where several fit; of more it is said that there are more. */
const namedMax = 5

/**
 * The id of the zone that was typed: whole, or its beginning where only one zone has it. What fits none is returned as it
 * is, for the server to say so. Rejects with a CommandError where several fit.
 */
export async function findZone(api: ServerApi, typed: string): Promise<string> {
  if (!isBeginningOfId(typed)) return typed
  const fitting: ZoneAnswer[] = []
  for await (const zone of listZones(api)) {
    if (zone.id.startsWith(typed.toLowerCase())) fitting.push(zone)
    if (fitting.length > namedMax) break
  }
  const [only, ...others] = fitting
  if (others.length > 0) throw severalFit(typed, fitting)
  return only?.id ?? typed
}

function severalFit(typed: string, fitting: readonly ZoneAnswer[]): CommandError {
  const named = fitting.slice(0, namedMax).map(({ id, name }) => `${id} (${name})`)
  const more = fitting.length > namedMax ? ', …' : ''
  return new CommandError(exitCodes.notFound, `The ids of several zones begin with ${typed}.`, {
    todo: `Type more characters of the id: ${named.join(', ')}${more}`,
  })
}
