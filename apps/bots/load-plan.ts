import type { Bot } from '@gridtick/client'
import type { ServerAccess } from './server/server-access.ts'

/** What was asked for cannot be done; the message says why, and what can. */
export class LoadPlanError extends Error {
  override readonly name = 'LoadPlanError'
}

/** A zone that is there, or so many new ones to begin with; there will be more when all are full. */
export type ZonePlan =
  | { readonly id: string }
  | { readonly count: number; readonly config?: object; readonly everyMs?: number }

export type LoadPlan = {
  readonly access: ServerAccess
  readonly isOwnServer: boolean
  /** Its name. */
  readonly module: string
  /** Undefined: random intents of the module's schemas. */
  readonly bot: Bot | undefined
  readonly players: number
  /** How many players play what; where it is empty, the shares of the bot's roles decide. */
  readonly roles: { readonly [role: string]: number }
  readonly settings: { readonly [name: string]: number }
  readonly zones: ZonePlan
  /** Of measuring, after all players came. Infinity: until it is told to stop. */
  readonly seconds: number
  readonly seed: number
  /** Decisions a second of each player; undefined: as the bot has it. */
  readonly pace: number | undefined
  readonly mode: 'delta' | 'full'
}
