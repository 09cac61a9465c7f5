import type { Refused } from '@gridtick/protocol/codes'
import type { Input, IntentInput } from '../inputs/input.ts'
import type { NewLogRow } from '../ports/storage/action-log-storage.ts'
import type { IntentSettled } from '../ports/zone-answers.ts'
import type { MemberChanges } from './zone-players.ts'

/** What becomes of the inputs of a step, once it is committed. */
export type Settlement = {
  readonly inputs: readonly Input[]
  readonly intents: ReadonlyMap<IntentInput, IntentSettled>
  readonly joins: ReadonlyMap<Input, Refused>
  readonly members: MemberChanges
  readonly log: readonly NewLogRow[]
}
