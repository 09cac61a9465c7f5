import type { ZoneId } from 'gridtick'

/**
 * Who owns a zone: the incarnation of the node that runs it, or nobody. A server that has its storage for itself owns
 * none by name: what keeps others away there is the storage.
 */
export type ZoneOwner = string | null

/**
 * What a server writes to a zone with: every write holds only while the zone is stored with this owner and this epoch.
 * Both, because an epoch alone could come twice after an older backup was restored.
 */
export type ZoneClaim = {
  readonly zoneId: ZoneId
  readonly owner: ZoneOwner
  readonly epoch: number
}

/** Nothing was stored: somebody else wrote, or has the zone now. */
export type Conflict = {
  readonly outcome: 'conflict'
  /** What is stored otherwise than the writer says. Where there is no such `zone`, nothing else is named. */
  readonly differs: readonly ('zone' | 'owner' | 'epoch' | 'tick')[]
}

export type WriteResult = { readonly outcome: 'stored' } | Conflict
