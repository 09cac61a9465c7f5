import type { Point } from './camera.ts'

/** Lets what moved to a neighbouring cell glide there, so that the eye follows. */
export type Glides = {
  /** Tells where something is now. */
  place(id: string, to: Point, nowMs: number): void
  /** Where it is drawn at that moment. */
  at(id: string, nowMs: number): Point | undefined
  /** Forgets all but these. */
  keep(ids: ReadonlySet<string>): void
  isMoving(nowMs: number): boolean
}

type Way = { readonly from: Point; readonly to: Point; readonly startMs: number }

/** Longer ways are jumps, which are not drawn as if somebody ran. */
const cellsMax = 2

export function createGlides(durationMs: number): Glides {
  const ways = new Map<string, Way>()
  let movingUntilMs = 0
  const at = (id: string, nowMs: number): Point | undefined => {
    const way = ways.get(id)
    if (way === undefined) return undefined
    const part = durationMs === 0 ? 1 : Math.min(1, Math.max(0, (nowMs - way.startMs) / durationMs))
    const eased = 1 - (1 - part) ** 3
    return {
      x: way.from.x + (way.to.x - way.from.x) * eased,
      y: way.from.y + (way.to.y - way.from.y) * eased,
    }
  }
  return {
    place(id, to, nowMs) {
      const way = ways.get(id)
      if (way?.to.x === to.x && way.to.y === to.y) return
      const from = at(id, nowMs)
      const isNear = from !== undefined && Math.abs(to.x - from.x) <= cellsMax && Math.abs(to.y - from.y) <= cellsMax
      ways.set(id, { from: isNear ? from : to, to, startMs: nowMs })
      if (isNear) movingUntilMs = nowMs + durationMs
    },
    at,
    keep(ids) {
      for (const id of ways.keys()) if (!ids.has(id)) ways.delete(id)
    },
    isMoving: (nowMs) => nowMs < movingUntilMs,
  }
}
