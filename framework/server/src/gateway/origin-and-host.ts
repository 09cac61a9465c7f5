/** Which hosts this server answers to, and from which pages it may be called. */
export type HostPolicy = {
  /** Host names without a port, as they stand in `Host`; an IPv6 address in brackets. */
  readonly allowedHosts: readonly string[]
  /**
   * Origins as browsers send them, letter by letter: `https://play.example.org`, `capacitor://localhost`. Left out: those
   * of this server's pages, that is each allowed host with the port that was called.
   */
  readonly allowedOrigins?: readonly string[] | undefined
}

/**
 * Whether a request may be answered at all, by its `Host` (against DNS rebinding) and its `Origin` (against pages of
 * others). Programs send no Origin, and may. Pure; answers what is wrong, or undefined.
 */
export function findForeign(
  request: { readonly host: string | undefined; readonly origin: string | undefined; readonly localPort: number },
  policy: HostPolicy,
): 'host' | 'origin' | undefined {
  if (!isAllowedHost(request.host, policy.allowedHosts)) return 'host'
  if (request.origin === undefined) return undefined
  const allowedOrigins = policy.allowedOrigins ?? ownOrigins(policy.allowedHosts, request.localPort)
  return allowedOrigins.includes(request.origin) ? undefined : 'origin'
}

/** The origins of pages that this server delivers itself. */
export function ownOrigins(allowedHosts: readonly string[], port: number): readonly string[] {
  return allowedHosts.map((host) => `http://${host.toLowerCase()}${port === 80 ? '' : `:${port}`}`)
}

/** Any port: who reached this one may have come through another. */
function isAllowedHost(header: string | undefined, allowedHosts: readonly string[]): boolean {
  const name = header === undefined ? undefined : /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(header)?.[1]
  return name !== undefined && allowedHosts.some((allowed) => allowed.toLowerCase() === name.toLowerCase())
}
