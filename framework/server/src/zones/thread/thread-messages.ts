import type { Account, Limits, ZoneFault } from '@gridtick/engine/ports'
import type { ModuleFiles } from '../../process/blame-error.ts'
import type { HookBoardMemory } from '../../process/watchdog/hook-board.ts'
import type { StallReport } from '../../process/watchdog/stall-report.ts'
import type { Named } from '../named.ts'
import type { StorageGate } from './storage-gate.js'

/** What passes between the thread of the sockets and the one of the zones. All of it survives a structured clone. */

/** What the thread of the zones begins with. */
export type ThreadOrders = {
  /** URLs of files that it imports before all else: for loaders that Node.js knows in one thread only. */
  readonly imports: readonly string[]
  /** The URL of its program. */
  readonly program: string
  readonly modules: Named
  readonly storage: Named | { readonly databaseUrl: string; readonly databaseSync?: 'full' | 'normal' }
  readonly limits: Limits
  readonly isDevelopment: boolean
  readonly areModulesMissing: boolean
  /** Of those modules whose file the program knows; the others are taken to be in the file that is named. */
  readonly moduleFiles: ModuleFiles
  readonly board: HookBoardMemory
  readonly gate: StorageGate
  readonly lastStall: StallReport | undefined
  /** Whether what a module leaves uncaught is put down to it, or ends the thread. */
  readonly catchesStrays: boolean
}

/** What is asked of the zones beside the link, with its argument and its answer. */
export type ThreadCalls = {
  begin(nothing: undefined): void
  noteUrl(url: string): void
  drain(nothing: undefined): void
  settle(nothing: undefined): void
  close(nothing: undefined): void
  storageWaiting(nothing: undefined): number
  largestZones(nothing: undefined): readonly object[]
  createAccount(given: { readonly account: Account; readonly accountsMax: number }): 'created' | 'taken' | 'full'
  findAccount(username: string): Account | undefined
}

export type ThreadCallName = keyof ThreadCalls
export type ThreadArgument<Name extends ThreadCallName> = Parameters<ThreadCalls[Name]>[0]
export type ThreadAnswer<Name extends ThreadCallName> = ReturnType<ThreadCalls[Name]>

export type ToZones =
  | { readonly t: 'link'; readonly message: Uint8Array }
  | { readonly t: 'ask'; readonly id: number; readonly name: ThreadCallName; readonly argument: unknown }
  /** So many notes more were taken. */
  | { readonly t: 'taken'; readonly notes: number }

export type FromZones =
  /** The modules are loaded, and the storage is opened now. */
  | { readonly t: 'imported' }
  /** The storage is open. `reportPath`: where to write whom the watchdog ended the thread for. */
  | { readonly t: 'opened'; readonly reportPath: string | undefined; readonly moduleFiles: ModuleFiles }
  | { readonly t: 'refused'; readonly fault: ZoneFault }
  | { readonly t: 'link'; readonly message: Uint8Array }
  | { readonly t: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly t: 'failed'; readonly id: number; readonly fault: ZoneFault }
  | { readonly t: 'notes'; readonly notes: readonly ThreadNote[] }
  | { readonly t: 'corrupt'; readonly fault: ZoneFault }
  /** An error after which nobody knows the state of the zones. */
  | { readonly t: 'doubt'; readonly text: string; readonly stack: string | undefined }

/** A call of the logger or of the telemetry, by its name; its values are plain data. */
export type ThreadNote = readonly [to: 'logger' | 'telemetry', name: string, values: readonly unknown[]]
