import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const readme = readFileSync(join(import.meta.dirname, '../../framework/client/README.md'), 'utf8')

/** The `ts` blocks of the client's README, one after the other. */
export const clientBlocks = [...readme.matchAll(/^```ts\n((?:.*\n)*?)^```$/gm)].map(([, text = '']) => text)

/** They are one program, of somebody who has an address, a token and a zone. */
export function clientProgram(given: {
  readonly url: string
  readonly token: string
  readonly zoneId: string
}): string {
  const lines = Object.entries(given).map(([name, value]) => `const ${name} = ${JSON.stringify(value)}\n`)
  return `${lines.join('')}${clientBlocks.join('\n')}\nexport { client, zone, result, refused }\n`
}
