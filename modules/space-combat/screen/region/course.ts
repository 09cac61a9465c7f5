import type { AnswerTo } from './region-view.ts'

/** A way to a sector, as the query `plot_course` answers. */
export type Course = {
  readonly to: number
  /** From where it was plotted, to the destination. */
  readonly path: readonly number[]
  readonly warpCost: number
}

/** Reads the answer: a course, or why there is none. */
export function readCourse(answer: AnswerTo<'plot_course'>): Course | { readonly refusal: string } {
  if ('error' in answer) return { refusal: answer.error.message }
  const { toSector, path, warpCost } = answer
  return { to: toSector, path, warpCost }
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
