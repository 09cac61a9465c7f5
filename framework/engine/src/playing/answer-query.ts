import type { FieldError, Refused } from '@gridtick/protocol/codes'
import type { Json, PlayerId } from 'gridtick'
import type { ZodType } from 'zod'
import { aPromise } from '../kernel/a-promise.ts'
import type { HookCall } from '../kernel/running-hook.ts'
import { frozenJson } from '../module/check-json.ts'
import { badResult, ModuleFault, thrownBy } from '../module/module-fault.ts'
import { readInput, tooSlow } from '../module/read-input.ts'
import { readStored } from '../module/read-stored.ts'
import { inside, returnedBy } from '../module/result-place.ts'
import type { Limits } from '../ports/limits.ts'
import type { Answer } from '../ports/zone-answers.ts'
import type { QueryRequest } from '../ports/zone-requests.ts'
import { toPlayerState } from '../view/player-view.ts'
import { reportedView, sharedBase, type TimedView, viewWork } from '../watching/view-of.ts'
import type { Engine } from '../zone/engine.ts'
import { momentOf } from '../zone/moment.ts'
import { runOnZone, runOnZoneNow, whyResting, type ZoneWork } from '../zone/run-on-zone.ts'
import type { Zone } from '../zone/zone.ts'

type Answered = Answer<{ tick: number; result: Json }>

/** Answers a query of a member from the last committed state, at this moment. It changes nothing. */
export async function answerQueryInSlice(engine: Engine, zone: Zone, request: QueryRequest): Promise<Answered> {
  const asked = ask(engine, zone, request)
  return 'work' in asked ? conclude(engine, zone, request, asked, await runOnZone(engine, zone, asked.work)) : asked
}

/** The same at once. */
export function answerQuery(engine: Engine, zone: Zone, request: QueryRequest): Answered {
  const asked = ask(engine, zone, request)
  return 'work' in asked ? conclude(engine, zone, request, asked, runOnZoneNow(engine, zone, asked.work)) : asked
}

/** How a query ended under the guard. */
type End =
  | { readonly kind: 'answered'; readonly tick: number; readonly result: Json }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | { readonly kind: 'view-failed'; readonly made: TimedView }
  | { readonly kind: 'failed' | 'too-large'; readonly fault: ModuleFault }
  | { readonly kind: 'resting'; readonly refused: Refused }

type Asked = { readonly work: ZoneWork<End>; readonly reading: HookCall }

function ask(engine: Engine, zone: Zone, { playerId, name, input }: QueryRequest): Asked | Answer<never> {
  if (!zone.committed.members.has(playerId))
    return refused('not_a_member', 'You are not in this zone. Subscribe to join it.')
  const query = Object.hasOwn(zone.module.queries, name) ? zone.module.queries[name] : undefined
  if (query === undefined) {
    const known = Object.keys(zone.module.queries).join(', ')
    return refused('not_found', `${zone.module.name} has no query "${name}". It has: ${known || 'none'}.`)
  }
  const { running, limits } = engine
  const hook = `queries.${name}`
  const resting = whyResting(engine, zone, { hook, playerId })
  if (resting !== undefined) return { ok: false, refused: resting }
  const call = { module: zone.module.name, hook, zoneId: zone.id, playerId }
  const reading = { ...call }
  const run = (): End => {
    // One that was handed in with it may have been stopped since.
    const restingNow = whyResting(engine, zone, { hook, playerId })
    if (restingNow !== undefined) return { kind: 'resting', refused: restingNow }
    const read = readInput({ running, schema: query.input, call: reading }, input ?? {})
    if (read.kind === 'broken') return { kind: 'failed', fault: read.fault }
    if (read.kind === 'invalid') return read
    const moment = momentOf(engine, zone)
    const base = sharedBase(zone, moment)
    const made = viewWork(engine, zone, playerId, base).run()
    if (!made.result.ok) return { kind: 'view-failed', made }
    const question = { base: base(), view: toPlayerState(made.result.view), playerId, input: read.value }
    try {
      const answer = running.run(call, () => query.answer(question))
      if (running.isPromise(call, answer)) throw badResult(returnedBy(hook), aPromise)
      const result = running.run(call, () => readAnswer(hook, query.output, answer))
      const fault = whyTooLarge(hook, result, limits)
      return fault === undefined ? { kind: 'answered', tick: moment.tick, result } : { kind: 'too-large', fault }
    } catch (error) {
      return { kind: 'failed', fault: thrownBy(hook, error) }
    }
  }
  return { work: { call, run }, reading }
}

function conclude(
  engine: Engine,
  zone: Zone,
  { playerId, name }: QueryRequest,
  { reading }: Asked,
  end: End | ModuleFault,
): Answered {
  if (end instanceof ModuleFault) {
    report(engine, zone, playerId, end)
    return end.stoppedIn === reading ? { ok: false, refused: tooSlow(`the input of "${name}"`) } : failed
  }
  switch (end.kind) {
    case 'answered':
      return { ok: true, value: { tick: end.tick, result: end.result } }
    case 'invalid': {
      const [first] = end.errors
      const message = `${first?.pointer}: ${first?.message}`
      return { ok: false, refused: { code: 'invalid', message, errors: end.errors } }
    }
    case 'resting':
      return { ok: false, refused: end.refused }
    case 'view-failed':
      reportedView(engine, zone, playerId, end.made)
      return failed
    case 'failed':
      report(engine, zone, playerId, end.fault)
      return failed
    case 'too-large':
      report(engine, zone, playerId, end.fault)
      return refused('too_large', 'The answer to this query is too large.')
  }
}

/** As the schema of the output gives it out, where the module declares one. */
function readAnswer(hook: string, schema: ZodType | undefined, answer: unknown): Json {
  if (answer === undefined)
    throw badResult(returnedBy(hook), 'undefined. Return a JSON value; null says that there is none')
  const at = inside(returnedBy(hook), 'answer')
  return (schema === undefined ? frozenJson(at, answer) : readStored({ at, schema }, answer)) as Json
}

function whyTooLarge(hook: string, result: Json, { queryResultBytesMax: max }: Limits): ModuleFault | undefined {
  const { length } = JSON.stringify(result)
  if (length <= max) return undefined
  return badResult(returnedBy(hook), `an answer of ${length} characters; at most ${max} (queryResultBytesMax) are sent`)
}

function report({ faultLog }: Engine, zone: Zone, playerId: PlayerId, fault: ModuleFault): void {
  const where = { module: zone.module.name, zoneId: zone.id, tick: zone.committed.tick, playerId }
  faultLog.report(fault, where, { kind: fault.message })
}

const failed = refused('query_failed', 'The game failed on this query. It was reported.')

function refused(code: string, message: string): Answer<never> {
  return { ok: false, refused: { code, message } }
}
