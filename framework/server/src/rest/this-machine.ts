import type { Context } from 'hono'
import type { RestDependencies, RestEnv } from './dependencies.ts'

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

/** 127.0.0.0/8 and ::1, the latter also as the /64 that IPv6 addresses are counted by: nobody else is in that one. */
function isLoopback(address: string): boolean {
  return address === '::1' || address === '0:0:0:0::/64' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address)
}
