import type { Limits, Logger } from '@gridtick/engine/ports'
import { createProxyTrust, plainAddress } from './client-address.ts'

/** Peers that hand on requests of others, as their headers say, and that `TRUSTED_PROXIES` does not name. */
export type UnknownProxies = {
  /** Looks at a request. The first of each peer is said in the log. */
  notice(request: ProxiedRequest): void
  /** Their addresses, in the order in which they came; at most `unknownProxiesMax`. */
  list(): readonly string[]
}

type ProxiedRequest = {
  readonly socket: { readonly remoteAddress?: string | undefined }
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined }
}

/** What proxies add to say for whom they ask. */
const addressHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip']

/**
 * Everybody who comes through such a proxy counts as one address, and shares its limits: eighty players are refused as
 * one who asks too much. A client can send these headers, too, so nobody is believed; but the log tells the operator.
 */
export function createUnknownProxies({
  trustedProxies,
  limits,
  logger,
}: {
  readonly trustedProxies: readonly string[]
  readonly limits: Pick<Limits, 'unknownProxiesMax'>
  readonly logger: Pick<Logger, 'warn'>
}): UnknownProxies {
  const isTrusted = createProxyTrust(trustedProxies)
  const noticed = new Set<string>()
  return {
    notice({ socket, headers }) {
      const header = addressHeaders.find((name) => headers[name] !== undefined)
      if (header === undefined || noticed.size >= limits.unknownProxiesMax) return
      const peer = plainAddress(socket.remoteAddress ?? '')
      if (peer === undefined || noticed.has(peer) || isTrusted(peer)) return
      noticed.add(peer)
      logger.warn(
        { peer, header },
        `a request that came from ${peer} says that somebody else made it. If that is your proxy, set TRUSTED_PROXIES=${peer}: until then all players who come through it count as one address and share its limits. If it is not, a client made it up, and you need to do nothing`,
      )
    },
    list: () => [...noticed],
  }
}
