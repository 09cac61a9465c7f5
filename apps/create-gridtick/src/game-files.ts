import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fillIn } from './fill-in.ts'
import { gamePackage, gameTypes } from './game-package.ts'
import type { ModuleName } from './module-name.ts'
import { rename, templates } from './templates.ts'

/** The settings of its server: no other user of this machine may read them. */
export const settingsFile = '.env'

/** All files of a new game by their paths: a package of its own, that is installed, tested and run. */
export function gameFiles(folder: string, name: ModuleName): ReadonlyMap<string, string> {
  const place = { folder, testFolder: folder, name: name.name }
  const module = templates.map(({ file, text }) => [rename(file, name), fillIn(rename(text, name), place)] as const)
  const files: readonly (readonly [string, string])[] = [
    ['package.json', gamePackage(name.name)],
    ['tsconfig.json', gameTypes()],
    ['vitest.config.ts', testSettings],
    ['.gitignore', 'node_modules/\ndata/\n.env\n'],
    [settingsFile, settings(name.name)],
    ...module.map(([file, text]) => [file, file === 'README.md' ? withCommands(text) : text] as const),
  ]
  return new Map(files.map(([file, text]) => [join(folder, file), text]))
}

const testSettings = `import { defineConfig } from 'vitest/config'

// No test measures how fast it is: the limit only ends what hangs, on a busy machine too.
export default defineConfig({ test: { testTimeout: 40_000 } })
`

function settings(name: string): string {
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url')
  return [
    '# Settings of this server. The README of Gridtick explains them all.',
    `MODULES=./${name}.ts`,
    'DATABASE_URL=file:./data/gridtick.db',
    `AUTH_SECRET=${secret(48)}`,
    'DEBUG_USER=debug',
    `DEBUG_PASSWORD=${secret(12)}`,
    '',
  ].join('\n')
}

/** How to run it stands in its README after what it is. */
function withCommands(readme: string): string {
  const commands = `
\`\`\`sh
npm install
npm run dev     # plays at http://127.0.0.1:8787, and follows what you save; name and password are in .env
npm test        # the tests
npm run types   # checks the types
npm start       # serves, without following
\`\`\`
`
  return readme.replace(/\n\| file \|/, `${commands}\n| file |`)
}
