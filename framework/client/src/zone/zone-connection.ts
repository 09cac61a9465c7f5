import type { PacedSender } from '../connection/paced-sender.ts'

/** A connection as a zone needs it. */
export type ZoneConnection = {
  readonly sender: PacedSender
  readonly playerId: string
  /** What `welcome` told, by name. */
  readonly limits: Readonly<Record<string, number>>
}
