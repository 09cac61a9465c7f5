import { defaultLimits, type Logger } from '@gridtick/engine/ports'
import { pino } from 'pino'
import { prettyFactory } from 'pino-pretty'
import { standardErrorOutlet } from '../process/log-outlet.ts'

/** From the most to the fewest lines. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Takes lines, each with its end. */
type LineSink = { write(line: string): void }

/** Whatever the name says of its own secret is never written, at the top or one level down. */
const secretKeys = ['token', 'password', 'passwordHash', 'authorization', 'Authorization', 'secret', 'cookie']
const redactedPaths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])

/**
 * Lines on standard error: one JSON object each, or readable ones where a person is looking (standard error is a
 * terminal, or `isForPeople` says so). `stream` takes them instead, always as JSON.
 */
export function createLogger(options: {
  readonly level: LogLevel
  readonly isForPeople?: boolean
  readonly stream?: LineSink
}): Logger {
  const { level, isForPeople = process.stderr.isTTY } = options
  return pino(
    { level, redact: { paths: redactedPaths, censor: '[redacted]' } },
    options.stream ?? toStandardError(isForPeople),
  )
}

/** Written at once, so that the last lines before an end are not lost; and never waiting for somebody who reads them. */
function toStandardError(isForPeople: boolean): LineSink {
  const format = isForPeople
    ? prettyFactory({ ignore: 'pid,hostname', colorize: process.stderr.isTTY })
    : (line: string) => line
  const describeDropped = (count: number) =>
    format(`${JSON.stringify({ level: 40, time: Date.now(), msg: unread(count) })}\n`)
  const { logWaitingBytesMax: waitingBytesMax } = defaultLimits
  const outlet = standardErrorOutlet({ waitingBytesMax, describeDropped })
  return { write: (line) => outlet.write(format(line)) }
}

function unread(count: number): string {
  return `${count} lines of the log were dropped, as nobody read standard error`
}
