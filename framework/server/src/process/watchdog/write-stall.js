import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'

/**
 * Writes for the next start whom the watchdog ended the zones for. Throws as Node.js does.
 *
 * @param {string} path
 * @param {import('./judge-stall.js').Stall} stall
 */
export function writeStall(path, stall) {
  const file = openSync(path, 'w', 0o600)
  writeSync(file, `${JSON.stringify(stall)}\n`)
  fsyncSync(file)
  closeSync(file)
}
