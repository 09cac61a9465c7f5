import type { ZoneId } from 'gridtick'
import type { MemberOrderSeqs, OrderSeqs, StoredOrders } from './stored-orders.ts'
import type { WriteResult, ZoneClaim } from './zone-claim.ts'

/** Where the orders of turns live. They go with their zones. */
export type OrderStorage = {
  /**
   * Stores what a player handed in for a turn, in the place of what was there, and his numbers with it: one transaction. It
   * is no tick, and changes nothing else of the zone.
   */
  putOrders(write: OrdersWrite): Promise<WriteResult>
  /** All that was handed in for one opening of a turn, in the order of the players' ids. */
  readOrders(of: TurnOpening): Promise<readonly StoredOrders[]>
  /** The numbers of all memberships of a zone, in the order of the players' ids; also of some that have ended. */
  readOrderSeqs(zoneId: ZoneId): Promise<readonly MemberOrderSeqs[]>
}

/** One opening of a turn: after a rollback there is another, with the next run. */
export type TurnOpening = { readonly zoneId: ZoneId; readonly turn: number; readonly run: number }

export type OrdersWrite = ZoneClaim &
  TurnOpening & {
    /**
     * It holds only if this is the stored tick, and the claim is what is stored: then the turn that is open and the members
     * are those that the writer knows.
     */
    readonly ifTick: number
    readonly orders: StoredOrders
    /** Of this membership, with these orders in them; left out: as before. */
    readonly seqs?: OrderSeqs
  }
