import type { JsonObject } from './json.ts'

/** What `canJoin` answers. */
export type Verdict = { readonly accepted: true } | ({ readonly accepted: false } & Refusal)

/** Why something was not done. `code` is for programs, `message` for the player. */
export type Refusal = {
  /** a-z, 0-9 and _, beginning with a letter; none of the framework's own codes. */
  readonly code: string
  readonly message: string
  readonly details?: JsonObject | undefined
}

export function accept(): Verdict {
  return { accepted: true }
}

export function refuse(code: string, message: string, details?: JsonObject): Verdict {
  return details === undefined ? { accepted: false, code, message } : { accepted: false, code, message, details }
}
