import type { Context } from 'hono'
import type { RestDependencies, RestEnv } from './dependencies.ts'
import { isLoopback } from './loopback.ts'

/** What proxies add to a request that they hand on. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/**
 * Whether a request was made on this machine. A proxy that stands here hands on those of the whole world, and where it
 * is not among `TRUSTED_PROXIES` its own address is all there is: what bears a proxy's headers does not count. Nor does
 * what names a foreign host: a page of a stranger in a browser here can come by such a name (DNS rebinding).
 */
export function isFromThisMachine(
  { env, req }: Context<RestEnv>,
  { clientAddress, isAllowedHost }: Pick<RestDependencies, 'clientAddress' | 'isAllowedHost'>,
): boolean {
  if (!isAllowedHost(req.header('host'))) return false
  return isLoopback(clientAddress(env.incoming)) && proxyHeaders.every((name) => req.header(name) === undefined)
}
