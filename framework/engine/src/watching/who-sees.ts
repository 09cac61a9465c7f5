import type { PlayerId, Position } from 'gridtick'
import { ModuleFault } from '../module/module-fault.ts'
import type { AddressedEvent } from '../view/pick-events.ts'
import type { Engine } from '../zone/engine.ts'
import { committedBase, type Moment } from '../zone/moment.ts'
import { runOnZoneNow } from '../zone/run-on-zone.ts'
import type { Zone } from '../zone/zone.ts'
import { lookAtCells, reportSight } from './sight-of.ts'

/** Of each cell that events are for, who sees it. */
type Witnesses = ReadonlyMap<string, ReadonlySet<PlayerId>>

/**
 * Who of those who watch sees the cells that these events are for, in the committed state. It costs nothing where no
 * event is for who sees a cell. Fails closed: where the module fails, nothing is seen.
 */
export function whoSees(engine: Engine, zone: Zone, events: readonly AddressedEvent[], moment: Moment): Witnesses {
  const cells = new Map(events.flatMap(({ to }) => (to.kind === 'seeing' ? [[keyOf(to), to] as const] : [])))
  if (cells.size === 0) return new Map()
  const run = () => findWitnesses(engine, zone, { cells: [...cells.values()], moment })
  const found = runOnZoneNow(engine, zone, { call: { hook: 'seesCell' }, run })
  if (found instanceof ModuleFault) {
    reportSight(engine, zone, found)
    return new Map()
  }
  for (const [playerId, fault] of found.faults) reportSight(engine, zone, fault, playerId)
  return found.witnesses
}

function findWitnesses(
  { running }: Engine,
  zone: Zone,
  { cells, moment }: { readonly cells: readonly Position[]; readonly moment: Moment },
) {
  const { module, committed } = zone
  const watching = zone.watching.subscriptions.all().filter(({ phase }) => phase === 'watching')
  const players = new Set(watching.map(({ player }) => player.playerId))
  const base = committedBase(zone, moment)
  const witnesses = new Map(cells.map((cell) => [keyOf(cell), new Set<PlayerId>()]))
  const faults = new Map<PlayerId, ModuleFault>()
  for (const playerId of players) {
    if (!committed.members.has(playerId)) continue
    const note = (cell: Position) => witnesses.get(keyOf(cell))?.add(playerId)
    const fault = lookAtCells({ module, base, playerId, running }, cells, note)
    if (fault !== undefined) faults.set(playerId, fault)
  }
  return { witnesses, faults }
}

/** The events, each one for a cell with those who saw it before the tick or see it now. */
export function nameWitnesses(
  events: readonly AddressedEvent[],
  { before, now }: { readonly before: Witnesses; readonly now: Witnesses },
): readonly AddressedEvent[] {
  return events.map((event) => {
    if (event.to.kind !== 'seeing') return event
    const key = keyOf(event.to)
    return { ...event, playerIds: new Set([...(before.get(key) ?? []), ...(now.get(key) ?? [])]) }
  })
}

function keyOf({ x, y }: Position): string {
  return `${x},${y}`
}
