import { writeFileSync } from 'node:fs'
import { defineCommand } from 'citty'
import { companionsOf } from '../../console/companions-of.ts'
import { makeSite } from '../../console/make-site.ts'
import { loadModules } from '../../server/load-modules.ts'
import { readModuleList } from '../../server/module-list.ts'
import { CommandError, wrongUsage } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { printLines } from '../output/output.ts'
import { siteSource } from '../page/site-source.ts'
import { modulesArg, setModules } from '../server/modules-arg.ts'
import { readSettings } from '../server/read-settings.ts'

export const page = defineCommand({
  meta: {
    description: [
      'Builds the web page, with the screens and bots of games, and writes it to one file of code, for a server in a',
      'program of your own: createGameServer({ site, … }). The file needs nothing else, so it can be bundled.',
    ].join('\n'),
    examples: ['page ./my-game.ts --out page.ts', 'page hello-grid,./my-game.js --out dist/page.mjs'],
  },
  args: {
    modules: modulesArg,
    out: { type: 'string', valueHint: 'FILE', description: 'where to write it: .ts, .js or .mjs', required: true },
  },
  async run({ args: { modules, out } }) {
    if (!/\.m?[jt]s$/.test(out))
      throw wrongUsage(`--out is the name of a file of code, for example page.ts, not "${out}".`)
    setModules(modules)
    const loaded = await loadModules(readEntries()).catch((error: Error) => {
      throw new CommandError(exitCodes.failed, error.message)
    })
    const files = loaded.map(({ module: { name }, file }) => ({ name, file }))
    const made = await makeSite({
      screens: companionsOf('screen', files),
      bots: companionsOf('bot', files),
      isDevelopment: false,
      onFailure(module, message, companion) {
        throw new CommandError(exitCodes.failed, `The ${companion} of ${module} cannot be built:\n${message}`)
      },
    })
    write(out, siteSource(made.files, { isTypeScript: /ts$/.test(out) }))
    printLines(`Written: ${out}, with ${files.map(({ name }) => name).join(', ')}.`)
  },
})

function readEntries(): readonly string[] | undefined {
  const { MODULES } = readSettings()
  if (MODULES === undefined) return undefined
  return readModuleList(MODULES, (message) => {
    throw new CommandError(exitCodes.failed, `MODULES ${message}`)
  })
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CommandError(exitCodes.failed, `The page cannot be written: ${reason}`, { cause })
  }
}
