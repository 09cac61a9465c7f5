import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRepository } from '../../installation/installation.ts'
import type { Check } from './check.ts'

type LockedPackage = { readonly version?: string; readonly optional?: boolean; readonly link?: boolean }
type Lock = { readonly packages?: Readonly<Record<string, LockedPackage>> }

const name = 'packages'

/** Whether what is installed in a folder is what its package-lock.json says. */
export function checkPackages(folder: string): Check {
  const wanted = readLock(join(folder, 'package-lock.json'))
  // npm writes down what it installed.
  const installed = readLock(join(folder, 'node_modules/.package-lock.json'))
  if (wanted === undefined && !isRepository)
    return { name, status: 'good', message: 'there is no package-lock.json here to compare them with' }
  if (wanted === undefined)
    return {
      name,
      status: 'bad',
      message: 'package-lock.json cannot be read.',
      todo: 'Get it back from the repository.',
    }
  if (installed === undefined) return { name, status: 'bad', message: 'They are not installed.', todo: 'Run npm ci' }

  const others = Object.entries(wanted.packages ?? {}).filter(([path, { version, optional, link }]) => {
    if (path === '' || link === true) return false
    const there = installed.packages?.[path]
    // What is for other systems only is missing here, and may be.
    return there === undefined ? optional !== true : there.version !== version
  })
  if (others.length === 0) return { name, status: 'good', message: 'as package-lock.json says' }
  const some = others.slice(0, 3).map(([path]) => path.replace(/^.*node_modules\//, ''))
  return {
    name,
    status: 'bad',
    message: `${others.length} are missing or of another version: ${some.join(', ')}${others.length > 3 ? ', …' : ''}`,
    todo: 'Run npm ci',
  }
}

function readLock(file: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Lock
  } catch {
    // Missing and damaged are the same to whoever asks: it has to be made anew.
    return undefined
  }
}
