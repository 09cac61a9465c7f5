import type { Audience } from '../contract/audience.ts'
import type { TickContext, TickSetting } from '../contract/contexts.ts'
import type { EntitySchemas, EntityTable, PlayerId } from '../contract/entity.ts'
import type { Answer } from '../contract/intent.ts'
import type { Json } from '../contract/json.ts'
import { type Measured, measure } from '../contract/metrics.ts'
import type { AnyTypes, ModuleTypes, PayloadIn } from '../contract/module-types.ts'
import type { GameEvent, IntentDetails, IntentRefusal, TickResult } from '../contract/results.ts'
import { isRefusal, type Refusal, type Refused } from '../contract/verdict.ts'
import { putFields } from '../kernel/json-value.ts'
import { draftEntities, type EntityDraft } from './draft-entities.ts'

/**
 * All that a tick changes, as it is by now: what is read here shows what was changed before. `result()` is what `onTick`
 * returns of it. A draft has what the tick was given, too: `zone`, `now`, `random`, …
 */
export type TickDraft<Types extends ModuleTypes> = TickSetting<Types> & {
  readonly entities: EntityDraft<Types['kinds']>
  readonly state: Types['state']
  readonly extras: Types['extras']
  /** Top-level keys replace what was there; what is not named stays. */
  changeState(changes: Partial<Types['givenState']>): void
  changeExtras(changes: Partial<Types['givenExtras']>): void
  emit<Name extends Types['event']['event']>(event: Name, payload: PayloadIn<Types['event'], Name>, to: Audience): void
  /** Ends a membership. */
  removePlayer(playerId: PlayerId): void
  /** Run again by then (ms since the epoch) even if nobody is here; null: no longer. Not called: as before. */
  wakeAt(at: number | null): void
  /** The zone is finished: it stays readable and never ticks again. */
  end(result: Json): void
  /** Says what became of an intent. `carryOut` says it of those with a handler. */
  answer(intentId: string, answer: Answer<Types['code']>): void
  /**
   * Does all of a piece of work or none: if it throws, or answers with `refuse(…)`, what it changed in the draft is taken
   * back.
   */
  attempt<Result>(work: () => Result): Result
  result(): TickResult<Types>
}

/** Opens a draft of a tick. Entities are read and changed as in {@link draftEntities}. */
export function draftTick<Types extends ModuleTypes>(tick: TickContext<Types>): TickDraft<Types> {
  return openDraft(tick as unknown as TickContext<AnyTypes>) as unknown as TickDraft<Types>
}

type Fields = { readonly [key: string]: unknown }

/** What is put in the place of what was there: so an attempt that fails can bring that back. */
type Changed = {
  /** As it is by now. */
  readonly state: Fields
  readonly extras: Fields
  /** What `onTick` returns of it. */
  readonly result: {
    readonly state?: Fields
    readonly extras?: Fields
    readonly wakeAt?: number | null
    readonly end?: { readonly result: Json }
  }
}

function openDraft({ intents, handlers, metrics, entities: table, state, extras, ...setting }: TickContext<AnyTypes>) {
  const entities = draftEntities<EntitySchemas>(table as EntityTable<never>, setting.newId)
  const events: GameEvent[] = []
  const removePlayers: PlayerId[] = []
  const refuse: IntentRefusal[] = []
  const results: IntentDetails[] = []
  /** They are told when the result is asked for: until then they can be taken back. */
  const measured: (() => void)[] = []
  const answered = new Set<string>()
  let changed: Changed = { state: state as Fields, extras: extras as Fields, result: {} }

  const change = (part: 'state' | 'extras', fields: Fields) => {
    const result = { ...changed.result, [part]: { ...changed.result[part], ...fields } }
    changed = { ...changed, [part]: putFields(changed[part], fields), result }
  }
  const set = (result: Changed['result']) => {
    changed = { ...changed, result: { ...changed.result, ...result } }
  }

  return {
    ...setting,
    entities,
    get state() {
      return changed.state
    },
    get extras() {
      return changed.extras
    },
    changeState: (fields: Fields) => change('state', fields),
    changeExtras: (fields: Fields) => change('extras', fields),
    count(name: string, labels?: Measured['labels'], value = 1) {
      const counted = measure(metrics, { kind: 'counter', name, ...(labels && { labels }), value })
      measured.push(() => setting.count(name, counted.labels as never, value))
    },
    observe(name: string, labels: Measured['labels'] | undefined, value: number) {
      const observed = measure(metrics, { kind: 'histogram', name, ...(labels && { labels }), value })
      measured.push(() => setting.observe(name, observed.labels as never, value))
    },
    emit(event: string, payload: Json, to: Audience) {
      events.push({ event, payload, to })
    },
    removePlayer(playerId: PlayerId) {
      removePlayers.push(playerId)
    },
    wakeAt: (at: number | null) => set({ wakeAt: at }),
    end: (result: Json) => set({ end: { result } }),
    answer(intentId: string, answer: Answer) {
      answered.add(intentId)
      if (isRefusal(answer)) refuse.push({ intentId, ...refusalIn(answer) })
      else if (answer?.details !== undefined) results.push({ intentId, details: answer.details })
    },
    attempt<Result>(work: () => Result): Result {
      const lists = [events, removePlayers, refuse, results, measured]
      const before = { changed, lengths: lists.map(({ length }) => length) }
      try {
        return entities.attempt(() => refusalThrown(work()))
      } catch (error) {
        changed = before.changed
        for (const [index, length] of before.lengths.entries()) (lists[index] as unknown[]).length = length
        if (error instanceof RefusedWork) return error.answer as Result
        throw error
      }
    },
    result() {
      const forgotten = intents.find(({ id, type }) => handlers[type] !== undefined && !answered.has(id))
      if (forgotten !== undefined)
        throw new Error(`The intent "${forgotten.type}" has a handler that did not run. Call carryOut(tick, draft).`)
      for (const tell of measured.splice(0)) tell()
      return { ...entities.deltas(), ...changed.result, events, refuse, results, removePlayers }
    },
  }
}

/** Ends work that answers with a refusal as one that throws, so that it is taken back. */
class RefusedWork {
  readonly answer: Refused
  constructor(answer: Refused) {
    this.answer = answer
  }
}

function refusalThrown<Result>(answer: Result): Result {
  if (isRefusal(answer)) throw new RefusedWork(answer)
  return answer
}

function refusalIn({ code, message, details }: Refused): Refusal {
  return details === undefined ? { code, message } : { code, message, details }
}
