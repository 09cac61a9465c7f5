import { type HookCall, thrownText } from '@gridtick/engine'
import type { Clock, Logger, Telemetry } from '@gridtick/engine/ports'
import { blameError, type ModuleFiles } from './blame-error.ts'

/** Errors that nobody caught: they are logged, counted, and put down to the module they come from. */
export type StrayErrors = {
  /** How the promise ended that a hook returned. */
  ofHook(call: HookCall, reason: unknown): void
  /** One that reached the process. Answers whether the server may go on: false if its own state is in doubt. */
  ofProcess(error: unknown, kind: 'rejection' | 'exception', ranLast: HookCall | undefined): boolean
}

/** The same error is logged once in this time, ms, and counted each time. */
const againAfterMs = 60_000
/** Errors that are logged in that time at the most; the others are only counted. */
const toldMax = 100

export function createStrayErrors(options: {
  readonly files: ModuleFiles
  readonly logger: Logger
  readonly telemetry: Telemetry
  readonly clock: Clock
}): StrayErrors {
  const { files, logger, telemetry, clock } = options
  const told = new Set<string>()
  let forgetAt = 0

  const isNews = (key: string) => {
    const now = clock.monotonic()
    if (now >= forgetAt) {
      told.clear()
      forgetAt = now + againAfterMs
    }
    if (told.has(key) || told.size >= toldMax) return false
    told.add(key)
    return true
  }

  const report = (module: string | undefined, call: HookCall | undefined, error: unknown, what: string) => {
    telemetry.strayError(module ?? 'unknown')
    const text = thrownText(error)
    if (!isNews([module, call?.hook, text].join(' '))) return
    const { hook, zoneId } = call ?? {}
    const where = [`module ${module ?? 'unknown'}`, ...(zoneId === undefined ? [] : [`zone ${zoneId}`])].join(', ')
    logger.error({ module, zoneId, hook, stack: stackText(error) }, `${where}: ${what}: ${text}. ${advice}`)
  }

  return {
    ofHook(call, reason) {
      report(call.module, call, reason, `the Promise that ${call.hook} returned was rejected`)
    },
    ofProcess(error, kind, ranLast) {
      const blame = blameError({ error, kind, files, ranLast })
      if (blame.kind === 'doubt') return false
      const what = kind === 'rejection' ? 'a Promise was rejected, and nobody caught it' : 'an error that nobody caught'
      const after = blame.call === undefined ? '' : ` (after ${blame.call.hook})`
      report(blame.module, blame.call, error, `${what}${after}`)
      return true
    },
  }
}

const advice =
  'The server goes on. Hooks are synchronous: in a module, start nothing that goes on after a hook, or catch its errors.'

/** Long enough to find the place, and not longer. */
const stackCharactersMax = 4_000

function stackText(error: unknown): string | undefined {
  try {
    return error instanceof Error ? String(error.stack).slice(0, stackCharactersMax) : undefined
  } catch {
    return undefined
  }
}
