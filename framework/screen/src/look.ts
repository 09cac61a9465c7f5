import { createKindMarks, type Shape } from './kind-mark.ts'

/** What of a grid's entity is drawn. */
export type GridEntity = {
  readonly id: string
  readonly kind: string
  readonly x: number
  readonly y: number
  readonly ownerId: string | null
  readonly data: object
}

/** What a painter of its own gets: the cell's middle and size in px, ready to draw there. */
export type Brush<Entity extends GridEntity = GridEntity> = {
  readonly context: CanvasRenderingContext2D
  readonly entity: Entity
  /** The middle of the cell, in px of the picture. */
  readonly x: number
  readonly y: number
  /** Of a cell, in px. */
  readonly cellPx: number
  readonly isOwn: boolean
  /** Not seen now, but remembered from there. */
  readonly isRemembered: boolean
  /** The look's colour, as the page's dark or light style has it. */
  readonly colour: string
}

/** How entities of one kind are drawn. Everything may be left out. */
export type Look<Entity extends GridEntity = GridEntity> = {
  readonly shape?: Shape
  /** Any CSS colour, or a name of the page's colours as `--mark`. */
  readonly colour?: string
  /** A letter or an emoji instead of a shape. */
  readonly letter?: string
  /** Part of the cell that it fills, 0 to 1. Default 0.7. */
  readonly fills?: number
  /** Higher ones are drawn over lower ones. Default 0. */
  readonly layer?: number
  /** Written below it, when cells are large enough to read it. */
  readonly tag?: (entity: Entity) => string
  /** Draws it all by itself. */
  readonly paint?: (brush: Brush<Entity>) => void
}

/** A look for each kind that should have one of its own. */
export type Looks<Entity extends GridEntity = GridEntity> = {
  readonly [Kind in Entity['kind']]?: Look<Extract<Entity, { kind: Kind }>>
}

/**
 * A look for each kind: those named, and for others a shape and a hue that follow from the name. For legends, and for
 * maps that a screen draws itself.
 */
export function createLooks<Entity extends GridEntity>(looks: Looks<Entity> = {}): (kind: string) => Look<Entity> {
  // Whose entity is drawn has the kind whose look it is.
  const named = looks as unknown as Readonly<Record<string, Look<Entity>>>
  const known = new Map<string, Look<Entity>>()
  const markOf = createKindMarks()
  return (kind) => {
    const look = known.get(kind)
    if (look !== undefined) return look
    // A kind may be called as anything is, `constructor` too.
    const made = { ...markOf(kind), ...(Object.hasOwn(named, kind) ? named[kind] : {}) }
    known.set(kind, made)
    return made
  }
}
