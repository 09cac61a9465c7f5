/**
 * The codes that the framework refuses with, which a module may not give as its own. Their table, with what each means, is
 * that of the protocol, which this package does without; a test holds the two together.
 */
export const frameworkCodes: readonly string[] = [
  ...['bad_request', 'invalid', 'invalid_slow', 'bad_frame', 'unauthenticated', 'forbidden', 'not_a_member'],
  ...['not_found', 'method_not_allowed', 'conflict', 'username_taken', 'zone_paused', 'zone_finished'],
  ...['zone_deleted', 'too_large', 'unsupported_media_type', 'unknown_intent', 'stale_seq', 'seq_too_old'],
  ...['queue_full', 'rate_limited', 'intent_failed', 'query_failed', 'join_failed', 'discarded', 'shutting_down'],
  ...['turn_over', 'turn_not_open', 'no_orders_expected', 'orders_failed'],
  ...['storage_unavailable', 'module_unavailable', 'zone_unreachable', 'overloaded', 'internal'],
]
