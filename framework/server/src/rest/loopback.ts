/** 127.0.0.0/8 and ::1, the latter also as the /64 that IPv6 addresses are counted by: nobody else is in that one. */
export function isLoopback(address: string): boolean {
  return address === '::1' || address === '0:0:0:0::/64' || /^(::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address)
}
