import { manifest } from '../manifest.ts'
import type { Check } from './check.ts'

/** Whether this Node.js is new enough: `engines` of package.json. */
export function checkNode(version = process.versions.node): Check {
  const wanted = manifest.engines.node.replace(/^>=/, '')
  const name = 'Node.js'
  if (isAtLeast(version, wanted)) return { name, status: 'good', message: version }
  return {
    name,
    status: 'bad',
    message: `${version} is too old.`,
    todo: `Install Node.js ${wanted} or newer: https://nodejs.org`,
  }
}

function isAtLeast(version: string, wanted: string): boolean {
  const given = version.split('.').map(Number)
  for (const [index, part] of wanted.split('.').map(Number).entries()) {
    const own = given[index] ?? 0
    if (own !== part) return own > part
  }
  return true
}
