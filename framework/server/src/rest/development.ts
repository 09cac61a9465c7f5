import type { NotedFault } from '../observe/note-faults.ts'

/** What a server under development tells the one who writes its modules. */
export type Development = {
  /** Entries of `MODULES` that cannot be run, and why. The others run. */
  readonly brokenModules: readonly { readonly entry: string; readonly message: string }[]
  /** Another one when the page or a screen was saved; undefined while there is none. */
  readonly pageVersion?: () => Promise<string | undefined>
}

/** The same, with what the server saw going wrong since it started. */
export type DevelopmentReport = Development & { readonly faults: () => readonly NotedFault[] }
