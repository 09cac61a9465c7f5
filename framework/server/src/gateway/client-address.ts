import { BlockList, isIP, isIPv6 } from 'node:net'

/** Finds out from where a request comes: the address to count it for. */
export type ClientAddress = (request: {
  readonly remoteAddress: string | undefined
  /** `X-Forwarded-For`, all lines of it joined by commas. */
  readonly forwardedFor: string | undefined
}) => string

/**
 * The address of the socket, or where that is a trusted proxy, the last one in `X-Forwarded-For` that is none: what
 * stands further left was written by the client and proves nothing. IPv6 counts by /64, since that is what one
 * customer is given.
 *
 * `trustedProxies` are addresses or networks (`10.0.0.0/8`). Throws a TypeError that names one which is neither.
 */
export function createClientAddress(trustedProxies: readonly string[]): ClientAddress {
  const isTrusted = createProxyTrust(trustedProxies)

  return ({ remoteAddress, forwardedFor }) => {
    let address = plainAddress(remoteAddress ?? '')
    if (address === undefined) return 'unknown'
    const hops = forwardedFor === undefined ? [] : forwardedFor.split(',')
    while (isTrusted(address)) {
      const hop = plainAddress(hops.pop()?.trim() ?? '')
      if (hop === undefined) break
      address = hop
    }
    return addressKey(address)
  }
}

/** Judges whether an address is one of these proxies; the address as {@link plainAddress} writes it. */
export function createProxyTrust(trustedProxies: readonly string[]): (address: string) => boolean {
  const trusted = toBlockList(trustedProxies)
  return (address) => trusted.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

function toBlockList(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.trim().split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    const bits = prefix === undefined ? undefined : Number(prefix)
    const isWrong = isIP(address) === 0 || rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))
    if (isWrong || (bits ?? 0) > (family === 'ipv6' ? 128 : 32))
      throw new TypeError(`"${entry}" is neither an address nor a network such as 10.0.0.0/8.`)
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, bits, family)
  }
  return list
}

/** An IPv4 address that came over an IPv6 socket is that IPv4 address. Undefined: no address. */
export function plainAddress(address: string): string | undefined {
  const [plain = ''] = address.split('%')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain
  return isIP(mapped) === 0 ? undefined : mapped
}

function addressKey(address: string): string {
  if (!isIPv6(address)) return address
  // The URL parser writes an address in its one canonical form.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [left = '', right] = canonical.split('::')
  const before = left === '' ? [] : left.split(':')
  const after = right === undefined || right === '' ? [] : right.split(':')
  const zeros = right === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...new Array<string>(zeros).fill('0'), ...after]
  return `${groups.slice(0, 4).join(':')}::/64`
}
