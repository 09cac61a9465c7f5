import type { Draft } from './draft.ts'
import type { Field } from './fields.ts'
import type { PickValue } from './pick-value.ts'
import type { Problem } from './read-draft.ts'

/** A part of a form as it stands in the page. */
export type Control = {
  readonly root: HTMLElement
  /** What is typed in it now. */
  draft(): Draft
  /** Shows what is wrong with it, and nothing else any more. Pointers begin at this part. */
  show(problems: readonly Problem[]): void
  /** Types this into it. Only parts that are typed into have it. */
  type?(text: string): void
}

/** What a part is called, how it begins, and whether it must be given. */
export type ControlOptions<Of extends Field = Field> = {
  readonly field: Of
  readonly label: string
  readonly isRequired: boolean
  readonly draft?: Draft
  /** Where ids and places can be pointed at. */
  readonly pick?: PickValue | undefined
}

let made = 0

/** An id that no other element of the page has. */
export function freshId(what: string): string {
  made += 1
  return `${what}-${made}`
}
