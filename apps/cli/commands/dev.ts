import { defineCommand } from 'citty'
import { modulesArg, setModules } from '../server/modules-arg.ts'

export const dev = defineCommand({
  meta: {
    description: [
      'Runs a server for development: it starts again whenever a file of its modules is saved, when Return is pressed, and',
      'after a crash. Zones and players go on; what is wrong with a module is said, and waited for.',
    ].join('\n'),
    examples: ['dev ./my-game.ts'],
  },
  args: { modules: modulesArg },
  async run({ args }) {
    setModules(args.modules)
    const { runDev } = await import('../../server/run-dev.ts')
    runDev()
  },
})
