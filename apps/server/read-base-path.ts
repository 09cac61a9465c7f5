import { wrongBasePath } from '@gridtick/server'

/**
 * `BASE_PATH`: the path at which a proxy shows the server, for example `/games/grid`; `/` is the root, which is none. A slash at
 * the end is left out. `complain` gets what is wrong and what to write.
 */
export function readBasePath(text: string, complain: (message: string) => void): string {
  const path = text.trim().replace(/\/+$/, '')
  const wrong = wrongBasePath(path)
  if (wrong !== undefined) complain(wrong)
  return path
}
