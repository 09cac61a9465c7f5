import type { LeakCheck, LeakContext } from '@gridtick/testing'
import {
  type Encounter,
  garrisonId,
  type RoundReport,
  type Ship,
  type Thing,
} from '../../../../modules/space-combat/kinds.ts'
import { fixtureWorld } from '../../../../modules/space-combat/world/fixture-world.ts'

type Game = {
  readonly viewer: string
  /** Who asked for something in a tick. What they have may show in what they do. */
  readonly actorsIn: (tick: number) => ReadonlySet<string>
  /** ms since the epoch: the time of a tick. */
  readonly timeOf: (tick: number) => number
}

type Eyes = {
  readonly game: Game
  readonly context: LeakContext
  readonly isHere: (sector: number) => boolean
  /** Neither where the viewer is, nor a warp away from there. */
  readonly isFar: (sector: number) => boolean
  /** Nothing happens to them in the next tick. */
  readonly isAtRest: (playerId: string) => boolean
}

/** Changes, before each tick of a game, whatever the viewer can learn neither from it nor in it. */
export function hiddenInGame(game: Game): NonNullable<LeakCheck['vary']> {
  return (entity, context) => {
    if (entity.ownerId === game.viewer) return entity
    const data = varied(entity as Thing, eyesOf(game, context))
    return data === undefined ? entity : { ...entity, data: { ...entity.data, ...data } }
  }
}

function eyesOf(game: Game, context: LeakContext): Eyes {
  const own = context.entities.get(`ship:${game.viewer}`) as Ship | undefined
  const here = own?.data.sector ?? -1
  const near = fixtureWorld[here]?.warps ?? []
  const acting = game.actorsIn(context.tick + 1)
  const fights = context.entities.ofKind('encounter') as unknown as readonly Encounter[]
  const fighting = new Set(fights.flatMap(({ data }) => data.participants.map(({ ownerId }) => ownerId)))
  return {
    ...{ game, context },
    isHere: (sector) => sector === here,
    isFar: (sector) => sector !== here && !near.includes(sector),
    isAtRest: (playerId) => !acting.has(playerId) && !fighting.has(playerId),
  }
}

function varied(entity: Thing, eyes: Eyes): object | undefined {
  const { game, isFar, isAtRest } = eyes
  const { viewer } = game
  switch (entity.kind) {
    case 'ship':
      return isAtRest(entity.ownerId ?? '') ? hiddenOfShip(entity, eyes) : undefined
    case 'garrison': {
      const { sector, fighters, tollBalance } = entity.data
      if (!isAtRest(entity.ownerId ?? '')) return undefined
      return { tollBalance: tollBalance + 1, ...(isFar(sector) ? { fighters: fighters + 1 } : {}) }
    }
    case 'sector': {
      const { sector, port } = entity.data
      return port === null || !isFar(sector)
        ? undefined
        : { port: { ...port, stock: { ...port.stock, organics: 444 } } }
    }
    case 'salvage':
      return isFar(entity.data.sector) && entity.data.loserId !== viewer ? { scrap: entity.data.scrap + 1 } : undefined
    case 'chart':
      return { sectors: entity.data.sectors.map((known) => ({ ...known, visitedAt: known.visitedAt + 1 })) }
    case 'message': {
      const { scope, fromId, toId } = entity.data
      const isForViewer = scope === 'broadcast' || fromId === viewer || toId === viewer
      return isForViewer ? undefined : { content: 'other words', at: 1 }
    }
    case 'mailbox':
      return { letters: entity.data.letters.map((letter) => ({ ...letter, content: 'other words', number: 77 })) }
    case 'encounter':
      return hiddenOfFight(entity, eyes)
    case 'battle': {
      const { witnesses, log } = entity.data
      const isKnown = witnesses.includes(viewer)
      return isKnown ? { log: withOtherFlights(log, viewer) } : { result: 'other', endedAt: 1, log: [] }
    }
  }
}

function hiddenOfShip({ data }: Ship, { game, context, isHere, isFar }: Eyes): object {
  const { sector, credits, warpPower, cargo, fighters, shields } = data
  const isWatched = context.entities.get(garrisonId(sector, game.viewer)) !== undefined
  const strength = isFar(sector) && !isWatched ? { fighters: fighters + 1, shields: shields + 1 } : {}
  // Who gives warp power to somebody who is there learns how much of it fitted.
  const tank = isHere(sector) ? {} : { warpPower: warpPower + 1 }
  return { credits: credits + 1, cargo: { ...cargo, fuel_ore: cargo.fuel_ore + 1 }, ...tank, ...strength }
}

/** A round that is not fought in the next tick may be fought quite differently: nobody can know. */
function hiddenOfFight({ data }: Encounter, { game, context }: Eyes): object {
  const { viewer, actorsIn, timeOf } = game
  const log = withOtherFlights(data.log, viewer)
  const acting = actorsIn(context.tick + 1)
  const isFought = data.deadline <= timeOf(context.tick + 1) || data.participants.some(({ id }) => acting.has(id))
  if (isFought) return { log }
  const pending = data.pending.map((action) => (action.id === viewer ? action : { ...action, commit: 1, toSector: 7 }))
  return { log, pending, seed: 'another' }
}

function withOtherFlights(log: readonly RoundReport[], viewer: string): readonly RoundReport[] {
  return log.map((round) => ({
    ...round,
    entries: round.entries.map((entry) => (entry.id === viewer ? entry : { ...entry, toSector: 9 })),
  }))
}
