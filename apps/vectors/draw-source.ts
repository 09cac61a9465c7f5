import { mulberry32 } from '../../modules/space-combat/combat/draws.ts'
import type { Vector } from './vector-file.ts'

/** An entry has no more draws, or none that can be made here; the message says which. */
export class DrawsError extends Error {
  override readonly name = 'DrawsError'
}

/** The draws of an entry, one a call. A generator that is not known here is replaced by the entry's list of what it gave. */
export function drawsOf({ draw_source: source, draws }: Vector): () => number {
  switch (source?.kind) {
    case 'const':
      return () => source.value
    case 'cycle':
      return cycle(source.values)
    case 'list':
      return list(source.values)
    case 'mulberry32':
      return mulberry32(source.seed)
    default: {
      if (draws !== undefined) return list(draws)
      const name = source === undefined ? 'No source of draws' : `The source of draws "${source.name}"`
      throw new DrawsError(`${name} is not known here, and there is no list "draws" to stand in for it.`)
    }
  }
}

function cycle(values: readonly number[]): () => number {
  let taken = 0
  return () => values[taken++ % values.length] as number
}

function list(values: readonly number[]): () => number {
  let taken = 0
  return () => {
    const value = values[taken++]
    if (value === undefined)
      throw new DrawsError(`The round takes more draws than the ${values.length} that are listed.`)
    return value
  }
}
