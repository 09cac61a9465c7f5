import { createGameServer, createLogger } from '@gridtick/server'
import { berryWars } from './berry-wars.ts'
import { site } from './page.ts'

/** A server in a program of its own, with the page that `gridtick page` wrote. */

const { DATABASE_URL = '', AUTH_SECRET = '' } = process.env

const server = await createGameServer({
  modules: [berryWars],
  databaseUrl: DATABASE_URL,
  port: 0,
  host: '127.0.0.1',
  allowedHosts: ['127.0.0.1'],
  authSecret: AUTH_SECRET,
  site,
  logger: createLogger({ level: 'warn' }),
  onCorrupt: (error) => {
    throw error
  },
  ownProcess: {
    moduleFiles: new Map(),
    stallExitCode: 70,
    onDoubt: () => process.exit(71),
    memoryLimitMb: undefined,
    onMemoryOver: () => process.exit(75),
  },
}).start()
process.on('SIGTERM', () => server.stop().then(() => process.exit(0)))
process.stdout.write(`listening on ${server.url}\n`)
