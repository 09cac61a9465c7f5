import { randomUUID } from 'node:crypto'

/** So that it can stand in a header, a log line and a search box as it is. */
const wellFormed = /^[A-Za-z0-9._-]{1,128}$/

/**
 * The id of an HTTP request: the `X-Request-Id` that a proxy or a client gave it, so that one id leads through all their
 * logs, or a new one where there is none or it is malformed. It identifies nobody, and nothing is decided by it.
 */
export function requestIdOf(sent: string | undefined): string {
  return sent !== undefined && wellFormed.test(sent) ? sent : randomUUID()
}
