import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const readme = join(import.meta.dirname, '../../framework/client/README.md')

/** The hook for React that the client's README shows. */
export function readReactHook(): string {
  const hook = /^```tsx\n((?:.*\n)*?)^```$/m.exec(readFileSync(readme, 'utf8'))?.[1]
  if (hook === undefined) throw new Error('The README of the client shows no hook for React.')
  return hook
}
