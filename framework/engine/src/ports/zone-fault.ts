import { StorageError } from './storage/storage-error.ts'

/**
 * Why a call of the zone link rejected, as data: an error is recognised by its name on whatever side of the link, and by
 * `kind` where it has one. The message is for the log.
 */
export type ZoneFault = { readonly name: string; readonly kind?: string; readonly message: string }

export function toZoneFault(error: unknown): ZoneFault {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  const { name, message } = error
  return 'kind' in error && typeof error.kind === 'string' ? { name, kind: error.kind, message } : { name, message }
}

/** An error that says what the fault says. */
export function fromZoneFault({ name, kind, message }: ZoneFault): Error {
  if (name === 'StorageError') return new StorageError((kind ?? 'unknown') as StorageError['kind'], message)
  const error = name === unreachable ? new ZoneUnreachable(message) : new Error(message)
  error.name = name
  return error
}

const unreachable = 'ZoneUnreachable'
const notHere = 'ZoneNotHere'

/** Nobody is there who runs the zone. Whether the call took effect is not known. */
export class ZoneUnreachable extends Error {
  override name = unreachable
}

/** The zone runs elsewhere, or is about to. Whoever asked asks again, elsewhere; a player never hears of it. */
export class ZoneNotHere extends Error {
  override name = notHere
}

/** Whether it is the storage that was in trouble, which passes. */
export function isStorageTrouble(error: unknown): boolean {
  return error instanceof Error && error.name === 'StorageError'
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof Error && error.name === unreachable
}

export function isNotHere(error: unknown): boolean {
  return error instanceof Error && error.name === notHere
}
