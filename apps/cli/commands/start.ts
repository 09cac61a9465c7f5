import { defineCommand } from 'citty'
import { explainAndEnd } from '../../server/explain-and-end.ts'
import { modulesArg, setModules } from '../server/modules-arg.ts'

export const start = defineCommand({
  meta: {
    description: [
      'Runs a server, with the web page, until Ctrl-C or a signal ends it. Its settings come from the environment and from',
      '.env in this folder; the README of Gridtick lists them.',
    ].join('\n'),
    examples: ['start ./my-game.ts', 'start hello-grid,./my-game.js'],
  },
  args: { modules: modulesArg },
  async run({ args }) {
    setModules(args.modules)
    const { runServer } = await import('../../server/run-server.ts')
    await runServer().catch(explainAndEnd)
  },
})
