/** How an entity is shown on a grid of characters: a letter of its kind, in the kind's colour. */
export type KindMark = {
  readonly letter: string
  /** Of the terminal's eight: 31 to 36. */
  readonly colour: number
}

const colours = [32, 33, 36, 35, 34, 31] as const

/**
 * Gives each kind a letter and a colour and keeps to them, so that what is watched does not change its looks. The first
 * letter of the name that no other kind has; when all are taken, `?`.
 */
export function createKindMarks(): { of(kind: string): KindMark } {
  const marks = new Map<string, KindMark>()
  return {
    of(kind) {
      const known = marks.get(kind)
      if (known !== undefined) return known
      const taken = new Set([...marks.values()].map(({ letter }) => letter))
      const letters = [...kind.toLowerCase(), ...'abcdefghijklmnopqrstuvwxyz'].filter((one) => /[a-z]/.test(one))
      const mark: KindMark = {
        letter: letters.find((letter) => !taken.has(letter)) ?? '?',
        colour: colours[marks.size % colours.length] ?? 32,
      }
      marks.set(kind, mark)
      return mark
    },
  }
}
