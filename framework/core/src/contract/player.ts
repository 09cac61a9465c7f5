import type { PlayerId } from './entity.ts'

/** A member of a zone. */
export type ZonePlayer = {
  readonly playerId: PlayerId
  readonly displayName: string
  /** ms since the epoch when the last socket was lost; null while one is there. */
  readonly disconnectedAt: number | null
}

export type MembershipChange = {
  readonly playerId: PlayerId
  readonly displayName: string
  readonly change: 'joined' | 'left' | 'connected' | 'disconnected'
}
