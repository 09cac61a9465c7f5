import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const ours = createRequire(import.meta.url).resolve('gridtick')

/**
 * Whether Node.js reads a game's file as it is: compiled, an ES module by its name or its package, and with this very
 * framework installed where it looks for it.
 */
export function findsFramework(file: string): boolean {
  return isEsModule(file) && resolved('gridtick', file) === ours && resolved('zod', file) !== undefined
}

function isEsModule(file: string): boolean {
  return file.endsWith('.mjs') || (file.endsWith('.js') && packageType(dirname(file)) === 'module')
}

/** What the nearest package.json says, as Node.js looks for it. */
function packageType(folder: string): unknown {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest)) return typeIn(manifest)
  const parent = dirname(folder)
  return parent === folder ? undefined : packageType(parent)
}

function typeIn(manifest: string): unknown {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8'))?.type
  } catch {
    // Node.js says what is wrong with it when it reads the module.
    return undefined
  }
}

function resolved(name: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(name)
  } catch {
    return undefined
  }
}
