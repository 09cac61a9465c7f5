import type { JsonObject } from './json.ts'

/** What `canJoin` and the handler of an intent answer. */
export type Verdict<Code extends string = string, Details = JsonObject> = Accepted<Details> | Refused<Code>

export type Accepted<Details = JsonObject> = {
  readonly accepted: true
  /** Of an intent that was carried out: what the player is told with the result. */
  readonly details?: Details | undefined
}

export type Refused<Code extends string = string> = { readonly accepted: false } & Refusal<Code>

/** Why something was not done. `code` is for programs, `message` for the player. */
export type Refusal<Code extends string = string> = {
  /** a-z, 0-9 and _, beginning with a letter; none of the framework's own codes. */
  readonly code: Code
  readonly message: string
  readonly details?: JsonObject | undefined
}

/** Lets a player in, or says that an intent was carried out; `details` are sent with the result of the intent. */
export function accept(): Accepted<never>
export function accept<const Details extends JsonObject>(details: Details | undefined): Accepted<Details>
export function accept(details?: JsonObject): Accepted {
  return details === undefined ? { accepted: true } : { accepted: true, details }
}

export function refuse<const Code extends string>(code: Code, message: string, details?: JsonObject): Refused<Code> {
  return details === undefined ? { accepted: false, code, message } : { accepted: false, code, message, details }
}

export function isRefusal(answer: unknown): answer is Refused {
  return typeof answer === 'object' && answer !== null && 'accepted' in answer && answer.accepted === false
}
