import type { PlayerId } from '../../contract/entity.ts'
import type { Json } from '../../contract/json.ts'
import { aPromise } from '../../kernel/a-promise.ts'
import type { Limits } from '../../kernel/limits.ts'
import { toPlayerState } from '../../view/player-view.ts'
import type { Engine } from '../engine.ts'
import { readInput } from '../read-input.ts'
import { frozenJson } from '../step/check-json.ts'
import { badResult, type ModuleFault, thrownBy } from '../step/module-fault.ts'
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
  const hook = `queries.${name}`
  const call = { module: zone.module.name, hook, zoneId: zone.id, playerId }
  const read = readInput({ running: engine.running, schema: query.input, call }, input ?? {})
  if (read.kind === 'broken') {
    report(engine, zone, playerId, read.fault)
    return failed
  }
  if (read.kind === 'invalid') {
    const [first] = read.errors
    return {
      ok: false,
      refused: { code: 'invalid', message: `${first?.pointer}: ${first?.message}`, errors: read.errors },
    }
  }
  const base = committedBase(zone)
  const view = viewOf(engine, zone, playerId)
  if (!view.ok) return failed
  try {
    const question = { base, view: toPlayerState(view.view), playerId, input: read.value }
    const answer = engine.running.run(call, () => query.answer(question))
    if (engine.running.isPromise(call, answer)) throw badResult(hook, '', aPromise)
    const result = checkAnswer(hook, answer)
    const tooLarge = whyTooLarge(hook, result, engine.limits)
    if (tooLarge === undefined) return { ok: true, value: { tick: zone.committed.tick, result } }
    report(engine, zone, playerId, tooLarge)
    return refused('too_large', 'The answer to this query is too large.')
  } catch (error) {
    report(engine, zone, playerId, thrownBy(hook, error))
    return failed
  }
}

function checkAnswer(hook: string, answer: unknown): Json {
  if (answer === undefined) throw badResult(hook, '', 'undefined. Return a JSON value; null says that there is none')
  return frozenJson(hook, answer, 'answer') as Json
}

function whyTooLarge(hook: string, result: Json, { queryResultBytesMax: max }: Limits): ModuleFault | undefined {
  const { length } = JSON.stringify(result)
  if (length <= max) return undefined
  return badResult(hook, '', `an answer of ${length} characters; at most ${max} (queryResultBytesMax) are sent`)
}

function report({ faultLog }: Engine, zone: Zone, playerId: PlayerId, fault: ModuleFault): void {
  const where = { module: zone.module.name, zoneId: zone.id, tick: zone.committed.tick, playerId }
  faultLog.report(fault, where, fault.message)
}

const failed = refused('query_failed', 'The game failed on this query. It was reported.')

function refused(code: string, message: string): Answer<never> {
  return { ok: false, refused: { code, message } }
}
