import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './workspace-packages.ts'

const folder = join(root, 'framework/server')

/** Writes the code of the watchdog's thread into the code that starts it. Where the server was not built, there is nothing to do. */
export async function embedWatchdog(): Promise<void> {
  const target = join(folder, 'dist/process/watchdog/thread-code.js')
  if (!existsSync(target)) return
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'src/process/watchdog/thread.js')],
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', minifySyntax: true, write: false },
  })
  const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`
  writeFileSync(target, `/** Written by the build. */\nexport const threadCode = new URL(${JSON.stringify(url)})\n`)
  rmSync(`${target}.map`, { force: true })
}
