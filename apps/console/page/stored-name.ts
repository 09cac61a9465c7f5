/**
 * A name in the browser's store, for the server that served this page alone. Servers at several paths of one host share the
 * store, and the players of one are strangers to the others.
 */
export function storedName(name: string): string {
  return location.pathname === '/' ? name : `${name} ${location.pathname}`
}
