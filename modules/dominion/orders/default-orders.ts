import { noOrders, type Orders } from './orders-schema.ts'

/** Who hands in nothing: fleets go on with the orders in force, and colonies with their queues. */
export function defaultOrders(): Orders {
  return noOrders
}
