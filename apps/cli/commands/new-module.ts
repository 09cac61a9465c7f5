import { relative } from 'node:path'
import { defineCommand } from 'citty'
import { isRepository } from '../../installation/installation.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { isDevRunning, nextSteps } from '../new-module/next-steps.ts'
import { type ModulePlan, planModule } from '../new-module/plan-module.ts'
import { writeModule } from '../new-module/write-module.ts'
import { printLines } from '../output/output.ts'
import { readSettings } from '../server/read-settings.ts'

const place = isRepository ? 'In modules/ of this project' : 'In a folder of its own here'

export const newModule = defineCommand({
  meta: {
    description: `Writes a small working game as a starting point: rules, screen, bot, README and tests. ${place}, or anywhere with --dir.`,
    examples: ['new-module berry-wars', 'new-module berry-wars --dir ../games'],
  },
  args: {
    name: { type: 'positional', description: 'the name of the game, for example my-game', required: true },
    dir: {
      type: 'string',
      valueHint: 'PATH',
      description: 'a folder outside of this project; the module gets a folder of its own in it',
    },
  },
  async run({ args }) {
    const plan = planModule(args.name, { dir: args.dir })
    try {
      writeModule(plan)
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new CommandError(exitCodes.failed, `The module cannot be written: ${reason}`, { cause })
    }
    const settings = readSettings()
    printLines(...listWritten(plan), ...nextSteps({ plan, settings, isDevRunning: await isDevRunning(settings) }))
  },
})

function listWritten({ name, files, list }: ModulePlan): readonly string[] {
  const fromHere = (path: string) => relative(process.cwd(), path)
  return [
    'Written:',
    ...[...files.keys()].map((path) => `  ${fromHere(path)}`),
    ...(list === undefined ? [] : [`  ${fromHere(list.path)} (the list of modules; ${name} was added)`]),
    '',
  ]
}
