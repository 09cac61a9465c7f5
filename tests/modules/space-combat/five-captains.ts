import type { LeakCheck, LeakContext, TestZone } from '@gridtick/testing'
import { type Encounter, shipId, type Thing } from '../../../modules/space-combat/kinds.ts'
import { ask, fightOf, operate, withCaptains } from './captains.ts'

/** Figures and words that only one captain may ever be told, and that nothing else in the game comes to by chance. */
export const canaries = {
  credits: 987_654_321,
  organics: 241,
  toll: 127_454,
  bank: 382_362,
  words: 'meet me at the blue star',
  fleeTo: 4,
}

const roundTimeoutMs = 3_000

/**
 * A scripted game: ann takes tolls, bob and cem pay them, then bob opens fire in the midst of them, cem flees, eve is shot
 * at and does nothing, dan is rich and far away.
 */
export async function playFiveCaptains(): Promise<TestZone> {
  const zone = await withCaptains(['ann', 'bob', 'cem', 'dan', 'eve'], {
    // Who flees gets away, so that there is a destination to be kept secret.
    combat: { roundTimeoutMs, fleeMin: 1, fleeMax: 1 },
    balance: { ships: { startCredits: 500_000 } },
  })
  const { credits, organics, toll, words, fleeTo } = canaries
  await operate(zone, 'dan', 'grant_credits', { playerId: 'dan', amount: credits - 500_000 })
  const cargo = { fuel_ore: 0, organics, equipment: 0 }
  await operate(zone, 'dan', 'set_ship', { playerId: 'cem', shipType: 'atlas_hauler', cargo })
  await ask(zone, 'ann', 'move', { toSector: 1 })
  await ask(zone, 'ann', 'leave_fighters', { sector: 1, quantity: 50, mode: 'toll', tollAmount: toll })
  await ask(zone, 'dan', 'move', { toSector: 5 })
  await ask(zone, 'dan', 'move', { toSector: 9 })
  await ask(zone, 'dan', 'leave_fighters', { sector: 9, quantity: 7, mode: 'defensive' })
  for (const payer of ['bob', 'cem']) {
    await ask(zone, payer, 'move', { toSector: 1 })
    await act(zone, payer, { action: 'pay' })
    await zone.advance(roundTimeoutMs)
  }
  await ask(zone, 'ann', 'send_message', { scope: 'direct', toPlayerId: 'bob', content: words })
  await operate(zone, 'dan', 'place', { playerId: 'eve', sector: 1 })
  await ask(zone, 'bob', 'initiate_combat', {})
  await act(zone, 'bob', { action: 'attack', targetId: 'eve', commit: 5 })
  await act(zone, 'cem', { action: 'flee', toSector: fleeTo })
  await act(zone, 'ann', { action: 'brace' })
  await ask(zone, 'dan', 'send_message', { scope: 'broadcast', content: 'what a quiet day' })
  await zone.advance(roundTimeoutMs)
  await ask(zone, 'cem', 'move', { toSector: 8 })
  await act(zone, 'bob', { action: 'pay' })
  await zone.advance(2 * roundTimeoutMs)
  await ask(zone, 'eve', 'move', { toSector: 0 })
  await ask(zone, 'dan', 'move', { toSector: 8 })
  return zone
}

function act(zone: TestZone, playerId: string, action: object): Promise<string | undefined> {
  return ask(zone, playerId, 'combat_action', { combatId: fightOf(zone, playerId), ...action })
}

/** Changes, before each tick of a game that was played, whatever the viewer may not know. */
export function hiddenFrom(zone: TestZone, viewer: string): NonNullable<LeakCheck['vary']> {
  const isBeforeRound = ticksBeforeRounds(zone)
  return (varied, context) => {
    const entity = varied as Thing
    if (entity.ownerId === viewer) return entity
    const where = { viewer, isRoundNext: isBeforeRound(context.tick), nearness: nearnessFrom(viewer, context) }
    switch (entity.kind) {
      case 'ship': {
        const { credits, warpPower, cargo, fighters } = entity.data
        const purse = { credits: credits + 1_000, warpPower: warpPower + 10, cargo: { ...cargo, fuel_ore: 1 } }
        const strength = where.nearness(entity.data.sector) === 'far' ? { fighters: fighters + 1, shields: 1 } : {}
        return { ...entity, data: { ...entity.data, ...purse, ...strength } }
      }
      case 'garrison': {
        const { fighters, tollBalance, sector } = entity.data
        const strength = where.nearness(sector) === 'far' ? { fighters: fighters + 1, tollAmount: 3 } : {}
        return { ...entity, data: { ...entity.data, tollBalance: tollBalance + 13, ...strength } }
      }
      case 'sector': {
        const { port, sector } = entity.data
        if (port === null || where.nearness(sector) !== 'far') return entity
        return { ...entity, data: { ...entity.data, port: { ...port, stock: { ...port.stock, fuel_ore: 444 } } } }
      }
      case 'chart': {
        const sectors = entity.data.sectors.map((known) => ({ ...known, visitedAt: known.visitedAt + 1 }))
        return { ...entity, data: { ...entity.data, sectors } }
      }
      case 'message': {
        const { scope, fromId, toId } = entity.data
        const isRead = scope === 'broadcast' || fromId === viewer || toId === viewer
        return isRead ? entity : { ...entity, data: { ...entity.data, content: 'other words', at: 1 } }
      }
      case 'mailbox': {
        const letters = entity.data.letters.map((letter) => ({ ...letter, content: 'other words', number: 77 }))
        return { ...entity, data: { ...entity.data, letters } }
      }
      case 'encounter':
        return { ...entity, data: { ...entity.data, ...hiddenOfFight(entity, where) } }
      case 'battle': {
        if (!entity.data.witnesses.includes(viewer)) return { ...entity, data: { ...entity.data, result: 'other' } }
        return { ...entity, data: { ...entity.data, log: withOtherFlights(entity.data.log, viewer) } }
      }
      default:
        return entity
    }
  }
}

type Where = {
  readonly viewer: string
  readonly isRoundNext: boolean
  readonly nearness: (sector: number) => 'here' | 'near' | 'far'
}

/** Whether the next tick that anybody heard of brings to light what was decided in secret. */
function ticksBeforeRounds(zone: TestZone): (tick: number) => boolean {
  const frames = zone.players
    .flatMap(({ playerId }) => zone.messages(playerId))
    .flatMap((message) => (message.type === 'tick' ? [message] : []))
    .sort((one, other) => one.tick - other.tick)
  const rounds = new Set(
    frames
      .filter(({ events }) => events.some(({ event }) => event === 'combat.round_resolved'))
      .map(({ tick }) => tick),
  )
  return (tick) => rounds.has(frames.find((frame) => frame.tick > tick)?.tick ?? -1)
}

/** A fight of others far away may be quite another. Of the own, what the next tick does not bring to light. */
function hiddenOfFight({ data }: Encounter, { viewer, isRoundNext, nearness }: Where): Partial<Encounter['data']> {
  const log = withOtherFlights(data.log, viewer)
  const isIn = data.participants.some(({ ownerId }) => ownerId === viewer)
  if (!isIn && nearness(data.sector) === 'far') return { log, seed: 'other', createdAt: 1 }
  if (isRoundNext) return { log }
  const pending = data.pending.map((action) => (action.id === viewer ? action : { ...action, commit: 1, toSector: 3 }))
  return { log, seed: 'other', pending }
}

function withOtherFlights(log: Encounter['data']['log'], viewer: string): Encounter['data']['log'] {
  return log.map((round) => ({
    ...round,
    entries: round.entries.map((entry) => (entry.id === viewer ? entry : { ...entry, toSector: 9 })),
  }))
}

/** Where the viewer could be by the next tick is near. */
function nearnessFrom(viewer: string, { entities }: LeakContext): Where['nearness'] {
  const ship = entities.get(shipId(viewer)) as Extract<Thing, { kind: 'ship' }> | undefined
  const here = ship?.data.sector
  const [sector] = entities.at(ship?.x ?? -1, ship?.y ?? -1).filter(({ kind }) => kind === 'sector')
  const warps = (sector as Extract<Thing, { kind: 'sector' }> | undefined)?.data.warps ?? []
  return (number) => (number === here ? 'here' : warps.includes(number) ? 'near' : 'far')
}
