import type { JoinedZoneStatus } from '@gridtick/client'
import { distinctNames } from '../words/distinct-names.ts'
import { happeningOf } from '../words/happening-words.ts'
import type { Reader } from '../words/round-words.ts'
import { bounds, withNewest } from './bounds.ts'
import { type Captains, withCaptain } from './captains.ts'
import { createChartKeeper } from './chart-keeper.ts'
import { createFightLog } from './fight-log.ts'
import { createPilot } from './pilot.ts'
import { createPurse } from './purse.ts'
import { createRadio } from './radio.ts'
import type { Heard, RegionZone } from './region-view.ts'
import type { Bridge, LogLine, Scene } from './scene.ts'
import { createServerClock } from './server-clock.ts'
import { readSituation, type Situation } from './situation.ts'
import { createTellingApart } from './tell-apart.ts'

/** Whether one can play, and what to say where not. */
export type RegionState = { readonly isOpen: boolean; readonly isPlaying: boolean; readonly words: string }

/**
 * Follows a region: keeps what its events tell, asks for what its view does not hold, and makes one scene of it all, at
 * most once for whatever comes together.
 */
export function followRegion(options: {
  readonly zone: RegionZone
  readonly playerId: string
  readonly writeTo: (playerId: string) => void
}) {
  const { zone, playerId, writeTo } = options
  const clock = createServerClock(Date.now)

  let situation: Situation = readSituation(zone.view, playerId)
  const tellApart = createTellingApart()
  let captains: Captains = new Map()
  /** The same captains, no two of them with the same name. */
  let names: Captains = captains
  let log: readonly LogLine[] = []
  let lines = 0
  let show: (() => void) | undefined
  let isAwaited = false
  let isEnded = false

  /** Draws when all that came together has been taken in. */
  const onChange = () => {
    if (isAwaited) return
    isAwaited = true
    queueMicrotask(() => {
      isAwaited = false
      if (!isEnded) show?.()
    })
  }

  const reader: Reader = { playerId, nameOf: (id, toldName) => names.get(id) ?? toldName ?? 'Somebody' }
  const radio = createRadio({ ask: (sinceId) => resultOf(zone.query('messages', { sinceId })), onChange })
  const charts = createChartKeeper({
    askMyMap: (after) => resultOf(zone.query('my_map', after === undefined ? {} : { after })),
    askLocalMap: (hops) => resultOf(zone.query('local_map', { hops })),
    onChange,
  })
  const purse = createPurse()
  const fightLog = createFightLog({
    reader,
    purse,
    ask: (combatId) => resultOf(zone.query('combat_log', { combatId })),
    onChange,
  })
  const pilot = createPilot({
    ask: (to) => resultOf(zone.query('plot_course', { to })),
    move: (toSector) => zone.send('move', { toSector }),
    onChange,
  })
  const bridge: Bridge = { zone, playerId, clock, pilot, writeTo, dismissOutcome: fightLog.dismiss }

  const meet = (id: string, name: string) => {
    const next = withCaptain(captains, id, name)
    if (next === captains) return
    captains = next
    names = distinctNames(captains)
  }

  /** Takes in the view as it is now. */
  const see = () => {
    situation = readSituation(zone.view, playerId)
    onChange()
    if (situation.phase === 'arriving') return
    const { own, others, fight } = situation
    purse.look(situation)
    meet(playerId, own.name)
    for (const { playerId: id, name } of others) meet(id, name)
    for (const { kind, id, name } of fight?.parties ?? []) if (kind === 'ship') meet(id, name)
  }

  /** Goes on from what is seen. */
  const look = () => {
    if (situation.phase === 'arriving') return
    const { own, place, fight } = situation
    charts.look(place)
    fightLog.look(fight)
    pilot.look({ sector: own.sector, isFighting: fight !== undefined })
  }

  const hear = (heard: Heard, at: number) => {
    charts.hear(heard)
    fightLog.hear(heard)
    if (heard.event === 'chat.message') void radio.fetchNew()
    const happening = happeningOf(heard, reader)
    if (happening === undefined) return
    lines += 1
    log = withNewest(log, { ...happening, number: lines, at }, bounds.happeningsMax)
  }

  const catchUp = () => {
    void charts.load()
    void radio.fetchNew()
  }

  const sceneNow = (): Scene | undefined => {
    if (situation.phase === 'arriving') return undefined
    for (const { fromId, fromName } of radio.messages.slice(-bounds.captainsMax)) meet(fromId, fromName)
    return {
      now: tellApart(situation, names),
      chart: charts.chart,
      flight: pilot.flight,
      log,
      messages: radio.messages,
      captains: names,
      rounds: fightLog.rounds,
      outcome: fightLog.outcome,
    }
  }

  const stops: (() => void)[] = []
  return {
    bridge,
    start(listener: { onState(state: RegionState): void; onScene(scene: Scene): void }) {
      show = () => {
        const scene = sceneNow()
        listener.onState(stateOf(zone.status, scene !== undefined))
        if (scene !== undefined) listener.onScene(scene)
      }
      stops.push(
        zone.on('tick', ({ view, events, eventsDropped }) => {
          clock.hear(view.at)
          // Whom an event names was met before it is told.
          see()
          for (const event of events) hear(event, view.at)
          look()
          if (eventsDropped) catchUp()
        }),
        zone.on('status', onChange),
        zone.on('ended', onChange),
      )
      see()
      look()
      catchUp()
      show()
    },
    stop() {
      isEnded = true
      pilot.stop()
      for (const stop of stops) stop()
    },
  }
}

async function resultOf<Result>(answered: Promise<{ readonly result: Result }>): Promise<Result> {
  return (await answered).result
}

function stateOf(status: JoinedZoneStatus, isPlaying: boolean): RegionState {
  const isOpen = status === 'open'
  switch (status) {
    case 'open':
      return { isOpen, isPlaying, words: isPlaying ? '' : 'Your ship is on its way into the region …' }
    case 'waiting':
      return { isOpen, isPlaying, words: 'The server cannot run this region at the moment. It goes on by itself.' }
    case 'paused':
      return { isOpen, isPlaying, words: 'The region is paused. It goes on where it stands.' }
    case 'finished':
      return { isOpen, isPlaying, words: 'This region is finished. You can look around.' }
    case 'deleted':
      return { isOpen, isPlaying, words: 'This region is no more.' }
  }
}
