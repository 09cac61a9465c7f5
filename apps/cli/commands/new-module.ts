import { join, relative } from 'node:path'
import { defineCommand } from 'citty'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { type ModulePlan, planModule } from '../new-module/plan-module.ts'
import { writeModule } from '../new-module/write-module.ts'
import { printLines } from '../output/output.ts'

export const newModule = defineCommand({
  meta: {
    description:
      'Writes a small working game to go on from: rules, screen, bot, README and tests. In modules/ of this project, or anywhere with --dir.',
    examples: ['new-module berry-wars', 'new-module berry-wars --dir ../games'],
  },
  args: {
    name: { type: 'positional', description: 'what it is called, as my-game', required: true },
    dir: {
      type: 'string',
      valueHint: 'PATH',
      description: 'a folder outside of this project; the module gets a folder of its own in it',
    },
  },
  run({ args }) {
    const plan = planModule(args.name, { dir: args.dir })
    try {
      writeModule(plan)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new CommandError(exitCodes.failed, `The module cannot be written: ${reason}`, { cause })
    }
    printLines(...report(plan))
  },
})

/** What was written, and what to do next. */
function report({ name, folder, files, list }: ModulePlan): string[] {
  const fromHere = (path: string) => relative(process.cwd(), path)
  const main = fromHere(join(folder, `${name}.ts`))
  const start = list === undefined ? `MODULES=${main} npm run dev` : 'npm run dev'
  return [
    'Written:',
    ...[...files.keys()].map((path) => `  ${fromHere(path)}`),
    ...(list === undefined ? [] : [`  ${fromHere(list.path)} (the list of modules; ${name} was added)`]),
    '',
    'Next:',
    `  ${start}`,
    `  Open http://localhost:8787, choose ${name}, and make a zone.`,
    `  Change ${main} and save: the server starts anew, and zones go on where they were.`,
    ...(list === undefined ? [] : [`  npx vitest run tests/modules/${name}.test.ts`]),
    '  modules/README.md explains all that a module can do.',
  ]
}
