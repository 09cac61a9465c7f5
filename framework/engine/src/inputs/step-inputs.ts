import type { Input } from './input.ts'

/** What one step is to settle, in the order in which it does. */
export type StepInputs = {
  readonly inputs: readonly Input[]
  /** Those of them that are refused as failing, without the module seeing them again. */
  readonly condemned: ReadonlySet<Input>
}
