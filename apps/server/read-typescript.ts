import { isRepository } from '../installation/installation.ts'

let isRead = isRepository

/** From now on Node.js reads TypeScript, too. In the repository it does so from the start. */
export async function readTypeScript(): Promise<void> {
  if (isRead) return
  isRead = true
  const { register } = await import('tsx/esm/api')
  register()
}
