type Point = { readonly x: number; readonly y: number }

/** What a move means: one finger, or a mouse, draws the picture along; two go nearer or farther, and draw it along too. */
export type FingerMove =
  | { readonly kind: 'pan'; readonly by: Point }
  /** What was between the fingers, at `from`, is at `to` now, so many times as large. */
  | { readonly kind: 'pinch'; readonly factor: number; readonly from: Point; readonly to: Point }

/** The fingers on a picture. Points are in px from its corner. */
export type Fingers = {
  /** A finger comes down. A third one means nothing. */
  down(id: number, at: Point): void
  /** Undefined: that finger is not down, or it may still be a tap. */
  move(id: number, at: Point): FingerMove | undefined
  /** It is lifted, or taken away. Says whether it was a tap. */
  up(id: number): boolean
  /** Whether what is going on, or was last, is a tap: one finger alone, which hardly moved. */
  readonly isTap: boolean
}

/** A press that moved no farther than this is a tap. */
const tapPx = 6

/** Tells taps, drags and pinches apart. `id` is the `pointerId` of the events. */
export function createFingers(): Fingers {
  const fingers = new Map<number, Point>()
  let pressedAt: Point = { x: 0, y: 0 }
  let isTap = false

  return {
    down(id, at) {
      if (fingers.size >= 2) return
      isTap = fingers.size === 0
      pressedAt = at
      fingers.set(id, at)
    },
    move(id, at) {
      const before = fingers.get(id)
      if (before === undefined || (isTap && distance(pressedAt, at) <= tapPx)) return undefined
      isTap = false
      fingers.set(id, at)
      const other = [...fingers].find(([one]) => one !== id)?.[1]
      if (other === undefined) return { kind: 'pan', by: { x: at.x - before.x, y: at.y - before.y } }
      const factor = distance(at, other) / Math.max(1, distance(before, other))
      return { kind: 'pinch', factor, from: middle(before, other), to: middle(at, other) }
    },
    up: (id) => fingers.delete(id) && isTap,
    get isTap() {
      return isTap
    },
  }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 }
}
