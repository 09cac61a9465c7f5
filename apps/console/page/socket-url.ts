/** Where this server's socket is: below the page, which a proxy may show at any path. */
export function socketUrl(): string {
  return new URL('./v1/ws', location.href).href.replace(/^http/, 'ws')
}
