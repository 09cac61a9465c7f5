import type { Picked, PickValue } from '../../forms/pick-value.ts'

/** Of an entity, as far as it matters here. */
type Entity = { readonly id: string; readonly x: number; readonly y: number }

/** Fills fields of forms with what a person points at on the grid. One field asks at a time. */
export type Picker = {
  /** A field asks. The one that asked before is forgotten. */
  readonly ask: PickValue
  /** What is asked for; undefined: nothing. */
  readonly wants: 'entity' | 'cell' | undefined
  /** The person picked this cell. True: it answered the field, or may after one of several entities is chosen. */
  offer(cell: { readonly x: number; readonly y: number; readonly entities: readonly Entity[] }): boolean
  /** The person chose this entity. True: it answered the field. */
  choose(entity: Entity): boolean
  cancel(): void
}

/** `onChange`: another thing is asked for, or nothing any more. */
export function createPicker(onChange: () => void): Picker {
  let asked: { readonly what: 'entity' | 'cell'; readonly fill: (picked: Picked) => void } | undefined

  function answer(picked: Picked): void {
    const { fill } = asked ?? {}
    asked = undefined
    onChange()
    fill?.(picked)
  }

  return {
    ask(what, fill) {
      asked = { what, fill }
      onChange()
    },
    get wants() {
      return asked?.what
    },
    offer({ x, y, entities }) {
      if (asked === undefined) return false
      const [entity] = entities
      if (asked.what === 'cell') answer({ x, y })
      else if (entities.length === 1 && entity !== undefined) answer({ id: entity.id, x, y })
      return true
    },
    choose({ id, x, y }) {
      if (asked === undefined) return false
      answer({ id, x, y })
      return true
    },
    cancel() {
      if (asked === undefined) return
      asked = undefined
      onChange()
    },
  }
}
