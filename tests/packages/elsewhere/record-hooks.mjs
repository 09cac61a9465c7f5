import { appendFileSync } from 'node:fs'

/** A hook of Node's module loader: writes down the address of all that is loaded. */
export async function load(url, context, nextLoad) {
  appendFileSync(process.env.LOADED, `${url}\n`)
  return nextLoad(url, context)
}
