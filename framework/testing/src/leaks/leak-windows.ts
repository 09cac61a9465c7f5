import type { Answer, ZoneStateView } from '@gridtick/engine/ports'
import { forMembers, forPlayers } from '@gridtick/engine/ports'
import { answerQuery, describeZone, readState, subscribe } from '@gridtick/engine/testing'
import type { ServerMessage } from '@gridtick/protocol'
import type { JsonObject } from 'gridtick'
import type { Rerun } from './rerun.ts'

/** A question that is asked as the viewer after each tick. */
export type LeakQuestion = { readonly name: string; readonly input?: object }

/** `sent`: it shows what was sent to the viewer since the look before. `open`: one can look through it at any time. */
export type WindowKind = 'sent' | 'open'

/** A way from a zone to a player. */
type LeakWindow = {
  /** As it stands in a sentence: "ann can notice something hidden through …". */
  readonly name: string
  readonly kind: WindowKind
  /** What the viewer gets through it at a moment, as JSON. */
  readonly read: (moment: Moment) => unknown
}

/** One moment of a game that is run again, for the windows to look at. */
type Moment = {
  readonly rerun: Rerun
  readonly viewer: string
  readonly isMember: boolean
  readonly heard: readonly Heard[]
  readonly state: Answer<ZoneStateView>
}

type Heard = ServerMessage | { readonly type: 'closed'; readonly code: number; readonly reason: string }

const answers: ReadonlySet<string> = new Set<Heard['type']>([
  ...(['subscribed', 'unsubscribed', 'intent_received', 'intent_result', 'error'] as const),
])

/**
 * All ways from a zone to a player, and each query is another one. What is added to the server and tells a player
 * something gets an entry here, and a module that leaks through it among the tests of the leak check.
 */
const leakWindows: readonly LeakWindow[] = [
  {
    name: 'the view',
    kind: 'open',
    read: ({ state }) => shownBy(state, ({ entities, extras }) => ({ entities, extras })),
  },
  { name: 'an event', kind: 'sent', read: ({ heard }) => framesIn(heard).flatMap(({ events }) => events) },
  { name: 'a frame', kind: 'sent', read: ({ heard }) => framesIn(heard).map(({ events: _, ...frame }) => frame) },
  { name: 'an answer', kind: 'sent', read: ({ heard }) => heard.filter(({ type }) => answers.has(type)) },
  {
    name: 'a message',
    kind: 'sent',
    read: ({ heard }) => heard.filter(({ type }) => type !== 'tick' && !answers.has(type)),
  },
  { name: 'what is shown to one who subscribes again', kind: 'open', read: readAgain },
  { name: 'the zone over REST', kind: 'open', read: readZone },
  {
    name: 'the state over REST',
    kind: 'open',
    read: ({ state }) => shownBy(state, ({ entities: _, extras: __, ...head }) => head),
  },
]

/** What the viewer gets at a moment. */
export type Look = {
  readonly windows: ReadonlyMap<string, unknown>
  /** The entities in view, by id: they decide how long a variation is compared. Undefined: the view failed. */
  readonly entities: JsonObject | undefined
  /** What the module did wrong meanwhile. */
  readonly faults: readonly string[]
}

type LookRequest = {
  readonly viewer: string
  readonly queries: readonly LeakQuestion[]
  readonly windows: WindowKind | 'all'
}

/** Looks as the viewer at a game that is run again. What was sent meanwhile is taken. */
export function lookThrough(rerun: Rerun, { viewer, queries, windows }: LookRequest): Look {
  const { engine, zone } = rerun
  const heard = rerun.takeHeard().map((text) => JSON.parse(text) as Heard)
  if (windows === 'sent' && heard.length === 0) return nothingSent
  const state = readState(engine, zone, { as: viewer })
  const isMember = zone.committed.members.has(viewer)
  const moment = { rerun, viewer, isMember, heard, state }
  const read = [...leakWindows, ...queries.map(queryWindow)].filter(({ kind }) => windows === 'all' || kind === windows)
  return {
    windows: new Map(read.map((window) => [window.name, window.read(moment)])),
    entities: windows === 'sent' ? {} : entitiesIn(moment),
    faults: rerun.takeFaults(),
  }
}

function entitiesIn({ state, isMember }: Moment): JsonObject | undefined {
  if (!state.ok) return isMember ? undefined : {}
  const byId = state.value.entities.map((entity) => [String(entity.id), entity] as const)
  return Object.fromEntries(byId.sort(([one], [other]) => (one < other ? -1 : 1)))
}

const nothingSent: Look = {
  windows: new Map(leakWindows.filter(({ kind }) => kind === 'sent').map(({ name }) => [name, []])),
  entities: {},
  faults: [],
}

function framesIn(heard: readonly Heard[]) {
  return heard.filter((message) => message.type === 'tick')
}

function shownBy<Value>(answer: Answer<Value>, read: (value: Value) => unknown): unknown {
  return answer.ok ? read(answer.value) : answer.refused
}

/** What another connection of the viewer would be sent now. It leaves no trace. */
function readAgain({ rerun, viewer }: Moment): unknown {
  const { engine, zone } = rerun
  if (!zone.watching.subscriptions.ofPlayer(viewer).some(({ phase }) => phase === 'watching')) return null
  const connectionId = 'again'
  const player = { playerId: viewer, displayName: viewer, role: 'player' } as const
  const texts = rerun.overhear(connectionId, () => {
    subscribe(engine, zone, { connectionId, zoneId: zone.id, watch: 0, player, mode: 'full' })
    zone.watching.subscriptions.delete(connectionId)
  })
  return texts.map((text) => JSON.parse(text))
}

function queryWindow({ name, input = {} }: LeakQuestion): LeakWindow {
  return {
    name: `the query ${name} ${JSON.stringify(input)}`,
    kind: 'open',
    read({ rerun: { engine, zone }, viewer, isMember }) {
      if (!isMember) return null
      const answer = answerQuery(engine, zone, { zoneId: zone.id, playerId: viewer, name, input })
      return answer.ok ? answer.value : answer.refused
    },
  }
}

function readZone({ rerun, isMember }: Moment): unknown {
  const description = describeZone(rerun.engine, rerun.summary(), { get: () => rerun.zone, whyNot: () => undefined })
  return isMember ? forMembers(description) : forPlayers(description)
}
