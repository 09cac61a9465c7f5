/**
 * Whether an error that nobody caught came out of a script, at the top of its stack or below: what fails may be a function
 * of the page that the script called. `script` is its address.
 */
export function isErrorOf(script: string, event: { readonly filename: string; readonly error: unknown }): boolean {
  if (event.filename === script) return true
  const stack = event.error instanceof Error ? event.error.stack : undefined
  // Line and column follow an address in a stack, so no other address that begins like this one is meant.
  return stack?.includes(`${script}:`) ?? false
}
