import type { GameModule, PlayerId, Position } from 'gridtick'
import type { AnyZoneBase } from 'gridtick/internal'
import { aPromise } from '../kernel/a-promise.ts'
import type { RunningHook } from '../kernel/running-hook.ts'

export type SeesCellRequest = {
  readonly module: Pick<GameModule, 'name' | 'seesCell'>
  readonly base: AnyZoneBase
  readonly playerId: PlayerId
  readonly running: RunningHook
}

/** `seesCell` answered neither true nor false. The message goes on after "seesCell returned". */
export class BadSightError extends Error {
  override readonly name = 'BadSightError'
}

/** Asks the module whether a player sees a cell. Throws what it throws, and a {@link BadSightError} for no answer. */
export function seesCell({ module, base, playerId, running }: SeesCellRequest, { x, y }: Position): boolean {
  const call = { module: module.name, hook: 'seesCell', zoneId: base.zone.id, playerId }
  const answer: unknown = running.run(call, () => module.seesCell?.({ base, playerId, x, y }))
  if (running.isPromise(call, answer)) throw new BadSightError(aPromise)
  if (typeof answer !== 'boolean') throw new BadSightError('neither true nor false')
  return answer
}
