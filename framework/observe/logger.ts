import { type DestinationStream, pino } from 'pino'
import pretty from 'pino-pretty'
import type { Logger } from '../kernel/logger.ts'

/** From the most to the fewest lines. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

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
  readonly stream?: DestinationStream
}): Logger {
  const { level, isForPeople = process.stderr.isTTY } = options
  return pino(
    { level, redact: { paths: redactedPaths, censor: '[redacted]' } },
    options.stream ?? standardError(isForPeople),
  )
}

/** Synchronous, so that the last lines before an end are not lost. */
function standardError(isForPeople: boolean): DestinationStream {
  if (!isForPeople) return pino.destination({ dest: 2, sync: true })
  return pretty({ destination: 2, sync: true, ignore: 'pid,hostname', colorize: process.stderr.isTTY })
}
