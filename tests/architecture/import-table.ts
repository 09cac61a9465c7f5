import type { Homes, Row } from './find-violations.ts'

const contract = 'framework/core/src/contract/'
const protocol = 'framework/protocol/'
const kernel = 'framework/engine/src/kernel/'
const auth = 'framework/server/src/auth/'
const observe = 'framework/server/src/observe/'
const view = 'framework/engine/src/view/'
const draft = 'framework/core/src/draft/'
const storagePorts = 'framework/storage-sqlite/src/ports/'
const zonePorts = 'framework/engine/src/zone/ports/'

/** Who may import whom. What is not named here is refused, and so is a folder without a row. */
export const table: readonly Row[] = [
  // The words of module and engine. They decide nothing and touch nothing.
  { files: contract, ours: [], libraries: ['zod'], isPure: true },
  { files: protocol, ours: [contract], libraries: ['zod'] },
  // Small tools without domain. Seeded chance and hashes stand on pure-rand and node:crypto.
  { files: kernel, ours: [], libraries: ['pure-rand/*', 'node:crypto'] },

  // Ports stand beside their implementations, but know nothing of them.
  { files: storagePorts, ours: [contract], libraries: [] },
  {
    files: 'framework/storage-sqlite/src/',
    ours: [contract, kernel],
    libraries: ['@libsql/client', 'drizzle-orm', 'drizzle-orm/*', 'node:*'],
  },

  // What a module may work on in a tick.
  { files: draft, ours: [contract, kernel], libraries: [], isPure: true },

  // What a player sees, and who a player is.
  { files: view, ours: [contract, protocol, kernel, storagePorts], libraries: ['zod'], isPure: true },
  {
    files: auth,
    ours: [contract, protocol, kernel, storagePorts],
    libraries: ['zod', 'uuid', 'hono/jwt', 'rate-limiter-flexible', 'node:crypto'],
  },
  {
    files: observe,
    ours: [contract, kernel, 'framework/server/src/process/log-outlet.ts'],
    libraries: ['pino', 'pino-pretty', 'prom-client'],
  },

  // What a process is watched for as a whole.
  { files: 'framework/server/src/process/', ours: [kernel], libraries: ['node:*'] },

  // The engine. It speaks the messages of the wire, and knows no socket. Two of its files decide what a tick does.
  ...['module/run-module.ts', 'step/apply-deltas.ts'].map((file) => ({
    files: `framework/engine/src/zone/${file}`,
    ours: [contract, kernel, view, 'framework/engine/src/zone/'],
    libraries: [],
    isPure: true as const,
  })),
  {
    files: 'framework/engine/src/guard/',
    ours: [contract, kernel, view, 'framework/engine/src/zone/'],
    libraries: ['node:vm', 'node:inspector'],
  },
  {
    files: 'framework/engine/src/zone/',
    ours: [contract, protocol, kernel, view, storagePorts],
    libraries: ['zod', 'uuid', 'p-queue', 'node:crypto'],
  },

  // The two doors. Of the engine they know the port; of storage, that it may be out of order.
  {
    files: 'framework/server/src/gateway/',
    ours: [contract, protocol, kernel, auth, observe, zonePorts, storagePorts],
    libraries: ['zod', 'hono', '@hono/node-ws', 'ws', 'node:*'],
  },
  {
    files: 'framework/server/src/rest/',
    ours: [contract, protocol, kernel, auth, observe, zonePorts, storagePorts],
    libraries: [
      'zod',
      'hono',
      'hono/utils/url',
      '@hono/node-server',
      '@hono/zod-openapi',
      'rate-limiter-flexible',
      'node:*',
    ],
  },

  // The public entries.
  {
    files: 'framework/core/src/index.ts',
    ours: [contract, view, draft, 'framework/core/src/kernel/iso-time.ts'],
    libraries: [],
  },
  {
    files: 'framework/server/src/server-gauges.ts',
    ours: [
      observe,
      zonePorts,
      'framework/server/src/gateway/',
      'framework/server/src/process/',
      'framework/storage-sqlite/src/',
    ],
    libraries: [],
  },
  {
    files: 'framework/server/src/index.ts',
    ours: [
      ...[
        contract,
        protocol,
        kernel,
        auth,
        observe,
        view,
        'framework/storage-sqlite/src/',
        'framework/engine/src/zone/',
      ],
      ...[
        'framework/server/src/gateway/',
        'framework/server/src/rest/',
        'framework/server/src/process/',
        'framework/server/src/server-gauges.ts',
        'package.json',
      ],
    ],
    libraries: ['node:*'],
  },
  {
    files: 'framework/testing/',
    ours: [
      ...[contract, protocol, kernel, view, 'framework/engine/src/zone/', storagePorts],
      'framework/storage-memory/src/memory-storage.ts',
      // What a player gets over REST, for the leak check.
      'framework/engine/src/operate/tell-zone.ts',
    ],
    libraries: [],
  },

  // The client, for browsers and Node alike: it knows the words of the wire as types alone, zod's too.
  {
    files: 'framework/client/',
    ours: [
      contract,
      'framework/protocol/src/apply-frame.ts',
      'framework/protocol/src/socket-codes.ts',
      ...['client', 'server'].map((side) => `${protocol}${side}-messages.ts`),
      ...['assert', 'parse-json'].map((tool) => `${kernel}${tool}.ts`),
    ],
    libraries: ['zod'],
  },
  {
    files: 'framework/screen/',
    ours: ['framework/core/src/contract/module.ts', 'framework/client/src/index.ts'],
    libraries: [],
  },

  // How a game is shown, and who plays it by itself: beside the game, and outside its purity.
  ...['modules/*/*.screen.ts', 'modules/*/screen/'].map((files) => ({
    files,
    ours: ['modules/*/'],
    libraries: ['gridtick', '@gridtick/client', '@gridtick/screen'],
  })),
  ...['modules/*/*.bot.ts', 'modules/*/bot/'].map((files) => ({
    files,
    ours: ['modules/*/'],
    libraries: ['gridtick', '@gridtick/client'],
  })),

  // Games. Each would work unchanged in another repository.
  { files: 'modules/*/', ours: [], libraries: ['gridtick', 'zod'], isPure: true },
  { files: 'modules/index.ts', ours: [], libraries: [] },

  // Runs recorded rounds through one part of a game, which no server has to offer.
  { files: 'apps/vectors/', ours: ['modules/space-combat/'], libraries: ['zod', 'node:*'] },

  // REST as programs call it, for those below.
  { files: 'apps/rest-client/', ours: [], libraries: [] },

  // Players that are programs: they know a game by its wire and its bot alone, and a server they start as a process.
  {
    files: 'apps/bots/',
    ours: [
      'apps/rest-client/',
      'apps/server/main.ts',
      'apps/server/create-signal-handler.ts',
      'apps/console/find-companion.ts',
    ],
    libraries: ['@gridtick/client', 'ws', 'node:*', '(computed)'],
  },

  // The page runs in a browser, on what a screen gets and the client; beside it, what makes the page of its TypeScript.
  {
    files: 'apps/console/page/',
    ours: [],
    libraries: [
      'gridtick',
      '@gridtick/client',
      '@gridtick/screen',
      'gridtick:screens',
      'gridtick:bots',
      'uplot',
      'uplot/*',
    ],
  },
  { files: 'apps/console/', ours: [], libraries: ['@gridtick/server', 'esbuild', 'node:*'] },
  {
    files: 'apps/server/',
    ours: ['modules/index.ts', 'apps/console/'],
    libraries: ['gridtick', 'gridtick/*', 'zod', 'chokidar', 'node:*', '(computed)'],
  },
  {
    files: 'apps/cli/',
    ours: ['apps/rest-client/', 'apps/server/', 'apps/console/', 'apps/bots/', 'modules/index.ts', 'package.json'],
    libraries: ['gridtick', 'gridtick/*', 'citty', '@clack/prompts', 'ws', 'zod', 'node:*', '(computed)'],
  },
]

/** Libraries that are kept behind one file, so that it alone changes with them; and what only programs may touch. */
export const homes: Homes = {
  ws: ['framework/server/src/gateway/upgrade.ts', 'apps/cli/tail/open-client.ts', 'apps/bots/crowd/metered-socket.ts'],
  '@hono/node-ws': ['framework/server/src/gateway/upgrade.ts'],
  'p-queue': ['framework/engine/src/schedule/zone-scheduler.ts'],
  chokidar: ['apps/server/dev/watch-files.ts'],
  '(computed)': ['apps/server/load-modules.ts', 'apps/bots/bot/load-bot.ts'],
}
