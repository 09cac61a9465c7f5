import { closeCodes } from '@gridtick/protocol/codes'
import type { ClosedReason } from '../client.ts'
import type { Loss } from './link.ts'

/** Whether a connection that ended so shall not be followed by another, and why. Undefined: try again. */
export function verdictOn({
  code,
  refusal,
}: Loss): { readonly reason: ClosedReason; readonly message: string } | undefined {
  switch (code) {
    case closeCodes.superseded:
      return { reason: 'superseded', message: 'Another connection of this player took over.' }
    case closeCodes.unauthenticated:
      return { reason: 'unauthenticated', message: refusal?.message ?? 'The token is not taken; log in again.' }
    case closeCodes.badFrames:
    case closeCodes.binary:
    case closeCodes.tooLarge:
      return { reason: 'protocol', message: `The server does not understand this client (close code ${code}).` }
    default:
      return undefined
  }
}
