import type { Entity, EntityId, EntityTable } from '../contract/entity.ts'
import type { JsonObject } from '../contract/json.ts'
import { isSameJson, toFrozenJson } from '../kernel/json-value.ts'
import { RunningHook } from '../kernel/running-hook.ts'
import { diffView } from '../view/diff-view.ts'
import { encodeDeltaFrame } from '../view/encode-frame.ts'
import { pickEvents } from '../view/pick-events.ts'
import { computePlayerView, type PlayerView, toPlayerState } from '../view/player-view.ts'
import type { EntityChange } from '../zone/entity-table.ts'
import { adoptPlan } from '../zone/step/adopt-plan.ts'
import type { StepPlan } from '../zone/step/plan-step.ts'
import { committedBase, openZone, type Zone } from '../zone/zone.ts'
import { planAgain, type Recording, reopen } from './replay-check.ts'

export type LeakCheck = {
  /** Who must not notice. */
  readonly viewer: string
  /**
   * Another version of an entity, differing only in what the viewer may not know; `undefined` takes the entity away; the
   * entity itself leaves it as it is. Called for every entity after each tick.
   */
  readonly vary: (entity: Entity, context: LeakContext) => Entity | undefined
  /** The same for zone-wide state and extras. */
  readonly varyState?: (state: JsonObject) => JsonObject
  readonly varyExtras?: (extras: JsonObject) => JsonObject
  /** Queries to ask as the viewer, at each tick. */
  readonly queries?: readonly { readonly name: string; readonly input?: object }[]
}

/** What `vary` may look at to decide what the viewer may not know. */
export type LeakContext = {
  readonly tick: number
  /** All that is stored as of this tick. */
  readonly entities: EntityTable
  /** Whether the entity is in the viewer's view of this tick. */
  readonly sees: (entityId: EntityId) => boolean
}

/**
 * Runs a recording beside a copy in which, before each tick, what is hidden from the viewer was varied. Throws when
 * anything the viewer gets is not byte for byte the same: the view and its frame (also whether there is one), events,
 * results of the viewer's own intents and joins, answers to queries.
 */
export function checkLeaks(recording: Recording, check: LeakCheck): void {
  const zone = reopen(recording)
  let varied = 0
  for (const record of recording.records) {
    const copy = variedCopy(recording, zone, check)
    varied += copy.varied
    const where = `tick ${record.time.tick}`
    compare(check, `${where}: the view before it`, viewText(zone, check), viewText(copy.zone, check))
    const shown = runStep(recording, zone, record, check)
    const shownOfCopy = runStep(recording, copy.zone, record, check)
    for (const window of ['frame', 'events', 'answers', 'queries'] as const)
      compare(check, `${where}: ${window}`, shown[window], shownOfCopy[window])
  }
  if (varied === 0)
    throw new Error(`The leak check for ${check.viewer} proved nothing: \`vary\` changed no entity in any tick.`)
}

function compare({ viewer }: LeakCheck, where: string, one: string, other: string): void {
  if (one !== other)
    throw new Error(
      `${viewer} can notice something hidden at ${where}.\n  as it is: ${clip(one)}\n  varied:   ${clip(other)}`,
    )
}

/** The texts up to a little beyond the place where they may differ. */
function clip(text: string): string {
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}

/** A copy of a zone in which what is hidden from the viewer is another. */
function variedCopy(
  { initial, module, limits }: Recording,
  zone: Zone,
  check: LeakCheck,
): { zone: Zone; varied: number } {
  const { committed } = zone
  const seen = viewOf(zone, check.viewer)
  const copy = openZone(
    {
      zone: {
        ...initial.zone,
        tick: committed.tick,
        at: committed.at,
        state: check.varyState?.(committed.state) ?? committed.state,
        extras: check.varyExtras?.(committed.extras) ?? committed.extras,
        wakeAt: committed.wakeAt,
      },
      members: [...committed.members.values()],
      entities: committed.entities.all(),
      departed: [],
      recording: undefined,
    },
    module,
    limits,
  )
  const changes: EntityChange[] = []
  for (const before of committed.entities.all()) {
    const sees = (id: EntityId) => seen?.entities.has(id) ?? false
    const after = check.vary(before, { tick: committed.tick, entities: committed.entities, sees })
    if (after === before) continue
    if (after === undefined) changes.push({ before })
    else if (!isSameJson(before, after)) changes.push({ before, after: toFrozenJson(after) as Entity })
  }
  copy.committed.entities.apply(changes)
  const isVaried = check.varyState !== undefined || check.varyExtras !== undefined
  return { zone: copy, varied: changes.length + (isVaried ? 1 : 0) }
}

type Shown = { readonly frame: string; readonly events: string; readonly answers: string; readonly queries: string }

/** Runs one step, and tells all that the viewer gets of it. */
function runStep(recording: Recording, zone: Zone, record: Recording['records'][number], check: LeakCheck): Shown {
  const before = viewOf(zone, check.viewer)
  const plan = planAgain(recording, zone, record)
  if (plan.commit !== undefined) adoptPlan(zone, plan)
  const now = viewOf(zone, check.viewer)
  const events = eventsFor(plan, check.viewer, before, now)
  return {
    frame: frameText(before, now, events),
    events: JSON.stringify(events),
    answers: answersFor(plan, check.viewer),
    queries: queryTexts(zone, check, now),
  }
}

/** Undefined: there is none, as the viewer is no member, or the view failed. */
function viewOf(zone: Zone, viewer: string): PlayerView | undefined {
  if (!zone.committed.members.has(viewer)) return undefined
  const base = committedBase(zone)
  const request = {
    module: zone.module,
    base,
    playerId: viewer,
    redactions: zone.redactions,
    running: new RunningHook(),
    viewBytesMax: Infinity,
  }
  const result = computePlayerView(request)
  return result.ok ? result.view : undefined
}

function viewText(zone: Zone, { viewer }: LeakCheck): string {
  const view = viewOf(zone, viewer)
  return view === undefined ? 'no view' : JSON.stringify([[...view.entities.values()], view.extras ?? null])
}

const nothing: PlayerView = { entities: new Map(), extras: undefined }

function frameText(before: PlayerView | undefined, now: PlayerView | undefined, events: readonly string[]): string {
  if (now === undefined) return 'no frame'
  const difference = diffView(before ?? nothing, now)
  if (before !== undefined && difference.isEmpty && events.length === 0) return 'no frame'
  return encodeDeltaFrame({ zoneId: '', tick: 0, at: 0, prev: 0 }, difference, now, { events, wereDropped: false })
}

function eventsFor(
  plan: StepPlan,
  playerId: string,
  before: PlayerView | undefined,
  now: PlayerView | undefined,
): readonly string[] {
  if (now === undefined) return []
  return pickEvents(plan.events, { playerId, before: (before ?? nothing).entities, now: now.entities })
}

function answersFor({ settlement }: StepPlan, viewer: string): string {
  const results = [...settlement.intents].filter(([{ intent }]) => intent.playerId === viewer)
  const joins = [...settlement.joins].filter(([input]) => input.kind === 'join' && input.player.playerId === viewer)
  return JSON.stringify([results.map(([, settled]) => settled), joins.map(([, refused]) => refused)])
}

function queryTexts(zone: Zone, { queries = [], viewer }: LeakCheck, view: PlayerView | undefined): string {
  if (view === undefined) return 'no queries'
  const base = committedBase(zone)
  const answers = queries.map(({ name, input = {} }) => {
    const query = zone.module.queries[name]
    if (query === undefined) throw new Error(`${zone.module.name} has no query "${name}"`)
    const parsed = toFrozenJson(query.input.parse(input)) as JsonObject
    return query.answer({ base, view: toPlayerState(view), playerId: viewer, input: parsed })
  })
  return JSON.stringify(answers)
}
