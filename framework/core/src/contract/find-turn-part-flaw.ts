import { isObject } from '../kernel/json-value.ts'
import type { GameModule } from './module.ts'
import { findScheduleFlaw, type Schedule } from './schedule.ts'
import { isSchema } from './walk-schema.ts'

/** What belongs to turns alone. */
const turnParts = ['orders', 'onTurn', 'checkOrders', 'defaultOrders', 'mustOrder'] as const

/** What is wrong with the schedules of a module, and with what each of them needs. Only the first is sure to be a flaw. */
export function* flawsOfSchedules(module: GameModule): Generator<string> {
  if (module.schedules !== undefined) yield* flawsOfList(module)
  const flaw = findScheduleFlaw(module.schedule)
  if (flaw !== undefined) yield `\`schedule${flaw}`
  const kinds = kindsOf(module)
  const isTurnsAlone = kinds.every((kind) => kind === 'turns')
  if (kinds.includes('turns')) yield* flawsOfTurns(module, isTurnsAlone)
  else yield* strayTurnParts(module)
  if (!isTurnsAlone && typeof module.onTick !== 'function') yield '`onTick` must be a function.'
}

function* flawsOfList({ schedule, schedules }: GameModule): Generator<string> {
  if (!isObject(schedules) || Object.keys(schedules).length === 0) {
    yield '`schedules` must be an object: kind → schedule, as { turns: turns({ … }), interval: { … } }.'
    return
  }
  for (const [kind, one] of Object.entries(schedules) as [string, Schedule][]) {
    const flaw = findScheduleFlaw(one)
    if (flaw !== undefined) yield `\`schedules.${kind}${flaw}`
    if (one.kind !== kind) yield `\`schedules.${kind}\` is of the kind '${one.kind}'. Name it by that.`
  }
  if (!Object.values(schedules).includes(schedule))
    yield '`schedule` must be left out beside `schedules`: the first of them is that of a zone for which none is named.'
}

function kindsOf({ schedule, schedules = {} }: GameModule): readonly string[] {
  return [schedule, ...Object.values(schedules)].map(({ kind }) => kind)
}

function* flawsOfTurns(module: GameModule, isTurnsAlone: boolean): Generator<string> {
  if (typeof module.onTurn !== 'function')
    yield '`onTurn` is missing. It resolves a turn, and a schedule of turns needs it.'
  for (const hook of ['onTick', 'checkOrders', 'defaultOrders', 'mustOrder'] as const)
    if (module[hook] !== undefined && typeof module[hook] !== 'function')
      yield `\`${hook}\` must be a function, or left out.`
  if (module.orders !== undefined && !isSchema(module.orders))
    yield '`orders` must be a zod schema of what one player hands in for one turn.'
  for (const hook of ['checkOrders', 'defaultOrders'] as const)
    if (module[hook] !== undefined && module.orders === undefined)
      yield `\`${hook}\` is about orders, and the module has no \`orders\`. Declare their schema, or remove it.`
  const hasIntents = isObject(module.intents) && Object.keys(module.intents).length > 0
  if (isTurnsAlone && hasIntents && module.onTick === undefined)
    yield '`intents` need an `onTick`, which carries them out between the turns. Add it, or make orders of them.'
}

function* strayTurnParts(module: GameModule): Generator<string> {
  for (const part of turnParts)
    if (module[part] !== undefined)
      yield `\`${part}\` belongs to turns, and the module has no schedule of them. Set schedule: turns({ policy, … }), or remove it.`
}
