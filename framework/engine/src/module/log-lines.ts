import type { JsonObject, ModuleLog } from 'gridtick'
import { show } from '../kernel/show-value.ts'
import type { Limits } from '../ports/limits.ts'
import type { Logger } from '../ports/logger.ts'

type Level = keyof ModuleLog
type Line = { readonly level: Level; readonly message: string; readonly details: object }

/**
 * What a module logs during one call, kept until it has returned: it may be stopped at any point, which must not be in
 * the midst of our log. Bounded by `logLinesPerTickMax`; further lines are dropped and counted.
 */
export class LogLines {
  readonly log: ModuleLog
  readonly #linesMax: number
  readonly #lines: Line[] = []
  #dropped = 0

  constructor({ logLinesPerTickMax }: Pick<Limits, 'logLinesPerTickMax'>) {
    this.#linesMax = logLinesPerTickMax
    const at = (level: Level) => (message: string, details?: JsonObject) => this.#add(level, message, details)
    this.log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
  }

  write(logger: Logger, fields: { readonly module: string; readonly zoneId: string; readonly tick: number }): void {
    for (const { level, message, details } of this.#lines) logger[level]({ ...details, ...fields }, message)
    if (this.#dropped > 0)
      logger.warn({ ...fields, dropped: this.#dropped }, 'the module logged too much in one tick; the rest was dropped')
  }

  #add(level: Level, message: unknown, details: unknown): void {
    if (this.#lines.length >= this.#linesMax) {
      this.#dropped += 1
      return
    }
    this.#lines.push({ level, message: typeof message === 'string' ? message : show(message), details: plain(details) })
  }
}

/** Values as they are now, with nothing of the module's left in them that could run while they are written. */
function plain(details: unknown): object {
  if (details === undefined) return {}
  try {
    const copy: unknown = JSON.parse(JSON.stringify(details))
    return typeof copy === 'object' && copy !== null ? copy : { details: copy }
  } catch {
    return { details: show(details) }
  }
}
