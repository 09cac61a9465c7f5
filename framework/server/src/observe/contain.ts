import { type Logger, noTelemetry, type Telemetry } from '@gridtick/engine/ports'

type Report = (...values: never[]) => unknown

/**
 * What others wrote, called so that it disturbs nothing: where it throws, or returns a Promise that is rejected, `onFailed`
 * hears of it, and the caller does not.
 */
export function callContained(call: () => unknown, onFailed: (error: unknown) => void): void {
  try {
    const returned = call()
    if (returned instanceof Promise) returned.catch(onFailed)
  } catch (error) {
    onFailed(error)
  }
}

/** Telemetry that never fails. The log says once of each function that it does. */
export function containTelemetry(telemetry: Telemetry, logger: Logger): Telemetry {
  const contained = (name: keyof Telemetry): Report => {
    let isSaid = false
    return (...values) =>
      callContained(
        () => (telemetry[name] as Report)(...values),
        (error) => {
          if (isSaid) return
          isSaid = true
          logger.error({ err: error }, `\`${name}\` of the telemetry failed; this is not said again`)
        },
      )
  }
  const names = Object.keys(noTelemetry) as (keyof Telemetry)[]
  return Object.fromEntries(names.map((name) => [name, contained(name)])) as unknown as Telemetry
}

/** A logger that never fails. Standard error says once that it does: there is no other place. */
export function containLogger(
  logger: Logger,
  say: (text: string) => void = (text) => process.stderr.write(text),
): Logger {
  let isSaid = false
  const onFailed = (error: unknown) => {
    if (isSaid) return
    isSaid = true
    say(`Gridtick: the logger failed, and lines of the log are lost; this is not said again: ${wordsOf(error)}\n`)
  }
  const contained = (level: keyof Logger) => (fields: object, message: string) =>
    callContained(() => logger[level](fields, message), onFailed)
  return { debug: contained('debug'), info: contained('info'), warn: contained('warn'), error: contained('error') }
}

/** Anything can be thrown, and some of it does not even let itself be printed. */
function wordsOf(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return 'what cannot be printed'
  }
}
