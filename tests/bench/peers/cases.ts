/** A world that both sides have, and how many play in it. */
export type Case = {
  readonly entities: number
  readonly players: number
  /** Cells of each side. */
  readonly side: number
}

export const hz = 10
export const everyMs = 1_000 / hz
/** Cells that a player sees in each direction. */
export const sight = 24
export const movesPerSecond = 2

/** Cells for each entity, the same in every case: about 36 of the entities are within sight. */
const cellsPerEntity = 65.536

/** `1000/200`: entities beside the players, and players. Nothing where it is none. */
export function readCase(text: string): Case | undefined {
  const found = /^(\d{1,6})\/(\d{1,4})$/.exec(text)
  if (found === null) return undefined
  const [entities, players] = [Number(found[1]), Number(found[2])]
  if (entities < 1 || players < 1) return undefined
  return { entities, players, side: Math.round(Math.sqrt(entities * cellsPerEntity)) }
}

export function nameOf({ entities, players }: Case): string {
  return `${entities}/${players}`
}
