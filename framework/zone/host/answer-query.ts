import type { Json } from '../../contract/json.ts'
import { toFieldErrors } from '../../contract/schema-errors.ts'
import { toFrozenJson } from '../../kernel/json-value.ts'
import { toPlayerState } from '../../view/player-view.ts'
import type { Engine } from '../engine.ts'
import { thrownBy } from '../step/module-fault.ts'
import { viewOf } from '../view-of.ts'
import { committedBase, type Zone } from '../zone.ts'
import type { Answer, QueryRequest } from '../zone-host-port.ts'

/** Answers a query of a member from the last committed tick. It changes nothing. */
export function answerQuery(
  engine: Engine,
  zone: Zone,
  { playerId, name, input }: QueryRequest,
): Answer<{ tick: number; result: Json }> {
  if (!zone.committed.members.has(playerId))
    return refused('not_a_member', 'You are not in this zone. Subscribe to join it.')
  const query = Object.hasOwn(zone.module.queries, name) ? zone.module.queries[name] : undefined
  if (query === undefined) {
    const known = Object.keys(zone.module.queries).join(', ')
    return refused('not_found', `${zone.module.name} has no query "${name}". It has: ${known || 'none'}.`)
  }
  const parsed = query.input.safeParse(input ?? {})
  if (!parsed.success) {
    const errors = toFieldErrors(parsed.error.issues)
    return { ok: false, refused: { code: 'invalid', message: `${errors[0]?.pointer}: ${errors[0]?.message}`, errors } }
  }
  const base = committedBase(zone)
  const view = viewOf(engine, zone, playerId, base)
  if (!view.ok) return failed(engine, zone, name, view.error)
  try {
    const answer = query.answer({
      base,
      view: toPlayerState(view.view),
      playerId,
      input: toFrozenJson(parsed.data) as Json,
    })
    const result = toFrozenJson(answer) as Json
    if (JSON.stringify(result).length > engine.limits.queryResultBytesMax)
      return refused('too_large', 'The answer to this query is too large.')
    return { ok: true, value: { tick: zone.committed.tick, result } }
  } catch (error) {
    return failed(engine, zone, name, thrownBy(`queries.${name}`, error))
  }
}

function failed(engine: Engine, zone: Zone, name: string, error: Error): Answer<never> {
  engine.logger.error(
    { module: zone.module.name, zoneId: zone.id, query: name, error: error.message },
    'a query failed',
  )
  return refused('internal', 'The game failed on this query. It was reported.')
}

function refused(code: string, message: string): Answer<never> {
  return { ok: false, refused: { code, message } }
}
