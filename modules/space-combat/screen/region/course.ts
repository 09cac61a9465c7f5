import type { Json } from 'gridtick'
import { fieldsOf } from './fields.ts'

/** A way to a sector, as the query `plot_course` answers. */
export type Course = {
  readonly to: number
  /** From where it was plotted, to the destination. */
  readonly path: readonly number[]
  readonly warpCost: number
}

/** Reads the answer: a course, or why there is none. */
export function readCourse(answer: Json): Course | { readonly refusal: string } {
  const fields = fieldsOf(answer)
  const path = fields.list('path').filter((sector) => typeof sector === 'number')
  const to = fields.number('toSector')
  if (to === undefined || path.length === 0)
    return { refusal: fields.inner('error').text('message') ?? 'No way is known to there.' }
  return { to, path, warpCost: fields.number('warpCost') ?? 0 }
}

/** What comes next on a course, for a ship in this sector. */
export function nextOn(
  { path }: Course,
  sector: number,
): { readonly kind: 'leg'; readonly to: number } | { readonly kind: 'arrived' } | { readonly kind: 'astray' } {
  const at = path.lastIndexOf(sector)
  if (at === -1) return { kind: 'astray' }
  const to = path[at + 1]
  return to === undefined ? { kind: 'arrived' } : { kind: 'leg', to }
}
