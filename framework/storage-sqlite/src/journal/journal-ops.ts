/**
 * What the body of a tick consists of. It begins with {@link bodyVersion}, and then has one operation after the other:
 * the number `slot · 8 + op`, and what that operation needs. Slots stand for ids of entities and players. A body names a
 * slot before it uses it for the first time in its cycle: so a cycle can be read without what came before it.
 */
export const op = {
  /** The id, a text. It stands for this slot from here on. */
  name: 0,
  /** A whole entity: kind, x, y, owner, data. */
  set: 1,
  /** x and y changed by at most 7 each, and nothing else did: one byte. */
  step: 2,
  /** Some of an entity: {@link patchFlags}, then those. x and y are absolute. The first of a cycle has them. */
  patch: 3,
  /** The entity is no more. */
  gone: 4,
  /** Results of intents of a member: how many are kept, the last number, how many follow, and those. */
  settled: 5,
} as const

export const bodyVersion = 1

export const patchFlags = { place: 1, owner: 2, data: 4 } as const

export const entryFlags = { refused: 1, uuid: 2, code: 4, message: 8, details: 16, otherTick: 32 } as const

/** A step in one byte; both are −7 to 7. */
export function stepByte(dx: number, dy: number): number {
  return (dx + 8) * 16 + dy + 8
}

export function isStep(dx: number, dy: number): boolean {
  return dx >= -7 && dx <= 7 && dy >= -7 && dy <= 7
}
