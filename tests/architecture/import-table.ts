import type { Homes, Law, Row } from './find-violations.ts'

const core = 'framework/core/src/'
const engine = 'framework/engine/src/'
const server = 'framework/server/src/'

/** What decides what a tick does, and touches nothing: the same request and inputs give the same plan, on any machine. */
export const pureFiles = [
  ...['check-result', 'run-module'].map((file) => `${engine}module/${file}.ts`),
  ...['admit-members', 'apply-deltas', 'plan-step', 'settle-inputs'].map((file) => `${engine}step/${file}.ts`),
]

/**
 * Who may import whom. Within a package files import each other by their paths, and only there; a package is imported by
 * its name. What is not named here is refused, and so is a folder without a row.
 */
const table: readonly Row[] = [
  // gridtick: the words of module and engine, and what a module may work with. It decides nothing and touches nothing.
  { files: `${core}contract/`, ours: [`${core}kernel/`, `${core}calendar/`], libraries: ['zod'], isPure: true },
  // It writes a given time as text, and asks no clock.
  { files: `${core}kernel/iso-time.ts`, ours: [], libraries: [] },
  { files: `${core}calendar/`, ours: [], libraries: ['croner'], isPure: true, ofGivenTimes: true },
  { files: `${core}kernel/`, ours: [], libraries: [], isPure: true },
  { files: `${core}sight/`, ours: [`${core}contract/`], libraries: [], isPure: true },
  { files: `${core}draft/`, ours: [`${core}contract/`, `${core}kernel/`], libraries: [], isPure: true },
  ...['index', 'internal'].map((name) => ({ files: `${core}${name}.ts`, ours: [core], libraries: [] })),

  // @gridtick/protocol: the words of the wire.
  { files: 'framework/protocol/src/', ours: [], libraries: ['zod'] },

  // @gridtick/engine: zones, steps, views. It speaks the messages of the wire, and knows no socket and no disk.
  {
    files: `${engine}ports/`,
    ours: [],
    libraries: ['gridtick', 'gridtick/internal', '@gridtick/protocol/codecs', '@gridtick/protocol/codes'],
  },
  // Seeded chance, hashes and ids stand on pure-rand, node:crypto and uuid.
  {
    files: `${engine}kernel/`,
    ours: [`${engine}ports/`],
    libraries: ['gridtick/internal', 'pure-rand/*', 'node:crypto', 'uuid'],
  },
  // Entities as the zone keeps them.
  { files: `${engine}entities/`, ours: [], libraries: ['gridtick', 'gridtick/internal'], isPure: true },
  {
    files: `${engine}view/`,
    ours: [`${engine}entities/`, `${engine}kernel/`, `${engine}ports/`],
    libraries: ['gridtick', 'gridtick/internal', '@gridtick/protocol', 'zod'],
    isPure: true,
  },
  // What decides when a turn ends: times come in from outside.
  {
    files: `${engine}turns/`,
    ours: [`${engine}ports/`],
    libraries: ['gridtick', 'gridtick/internal', '@gridtick/protocol/codes'],
    isPure: true,
  },
  ...pureFiles.map((files) => ({
    files,
    ours: [engine],
    libraries: ['gridtick', 'gridtick/internal', '@gridtick/protocol/codes'],
    isPure: true as const,
  })),
  {
    files: `${engine}guard/`,
    ours: [engine],
    libraries: ['gridtick', 'gridtick/internal', 'node:vm', 'node:inspector'],
  },
  {
    files: engine,
    ours: [],
    libraries: [
      ...['gridtick', 'gridtick/internal', '@gridtick/protocol', '@gridtick/protocol/codecs'],
      ...['@gridtick/protocol/codes', 'zod', 'p-queue', 'node:crypto'],
    ],
  },

  // Storages know the ports, and nothing of the engine behind them. One with a driver has a row of its own.
  {
    files: 'framework/storage-sqlite/src/',
    ours: [],
    libraries: [
      ...['gridtick', '@gridtick/engine/ports'],
      ...['libsql', 'libsql/promise', 'drizzle-orm', 'drizzle-orm/*', 'node:*'],
    ],
  },
  { files: 'framework/storage-*/src/', ours: [], libraries: ['gridtick', '@gridtick/engine/ports'] },

  // @gridtick/server: who a player is, what is measured, how the process is watched.
  {
    files: `${server}auth/`,
    ours: [`${server}requests/`],
    libraries: [
      ...['gridtick', '@gridtick/engine/ports', '@gridtick/protocol', '@gridtick/protocol/codes'],
      ...['zod', 'uuid', 'hono/jwt', 'rate-limiter-flexible', 'node:crypto'],
    ],
  },
  {
    files: `${server}observe/`,
    ours: [`${server}process/log-outlet.ts`],
    libraries: ['gridtick', '@gridtick/engine/ports', 'pino', 'pino-pretty', 'prom-client'],
  },
  {
    files: `${server}process/`,
    ours: [],
    libraries: ['@gridtick/engine', '@gridtick/engine/ports', 'node:*'],
  },
  { files: `${server}requests/`, ours: [], libraries: ['@gridtick/engine/ports', 'node:crypto'] },
  // The two doors. Of the engine they know its ports: the link to the zones, limits, clock, log and telemetry.
  {
    files: `${server}gateway/`,
    ours: [`${server}auth/`, `${server}observe/`, `${server}requests/`],
    libraries: [
      ...['gridtick', 'gridtick/internal', '@gridtick/engine/ports'],
      ...['@gridtick/protocol', '@gridtick/protocol/codecs', '@gridtick/protocol/codes'],
      ...['zod', 'hono', '@hono/node-ws', 'ws', 'node:*'],
    ],
  },
  {
    files: `${server}rest/`,
    ours: [`${server}auth/`, `${server}observe/`, `${server}requests/`],
    libraries: [
      ...['gridtick', 'gridtick/internal', '@gridtick/engine/ports'],
      ...['@gridtick/protocol', '@gridtick/protocol/codecs', '@gridtick/protocol/codes', '@gridtick/protocol/words'],
      ...['zod', 'hono', 'hono/utils/url', '@hono/node-server', '@hono/zod-openapi'],
      ...['rate-limiter-flexible', 'node:*'],
    ],
  },
  // What a program around the server does with it.
  {
    files: `${server}embedding/`,
    ours: [`${server}observe/`, `${server}rest/`],
    libraries: ['gridtick', '@gridtick/engine/ports', '@gridtick/protocol', '@gridtick/protocol/codes', 'zod'],
  },
  // Where ports meet their implementations.
  {
    files: server,
    ours: [],
    libraries: [
      ...['gridtick', 'gridtick/internal', '@gridtick/engine', '@gridtick/engine/ports', '@gridtick/storage-sqlite'],
      ...['zod', 'node:*', '(computed)'],
    ],
  },

  // What a module is tested with.
  {
    files: 'framework/testing/src/',
    ours: [],
    libraries: [
      ...['gridtick', 'gridtick/internal', '@gridtick/engine', '@gridtick/engine/ports', '@gridtick/engine/testing'],
      '@gridtick/storage-memory',
      ...['@gridtick/protocol', '@gridtick/protocol/codecs', '@gridtick/protocol/codes'],
      ...['@gridtick/protocol/apply-frame', '@gridtick/client'],
    ],
  },

  // The client, for browsers and Node alike: of other packages it takes types, and what needs nothing else.
  {
    files: 'framework/client/src/',
    ours: [],
    libraries: [
      ...['gridtick/json', 'gridtick/internal', '@gridtick/protocol/messages', '@gridtick/protocol/codes'],
      ...['@gridtick/protocol/codecs', '@gridtick/protocol/apply-frame'],
    ],
  },
  { files: 'framework/screen/', ours: [], libraries: ['@gridtick/client'] },

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

  // Makes what is published of the sources; no part of it.
  { files: 'apps/build/', ours: [], libraries: ['esbuild', 'node:*'] },

  // Makes a new game in a folder of its own.
  { files: 'apps/create-gridtick/', ours: [], libraries: ['node:*'] },

  // Where the programs lie, as sources or built.
  { files: 'apps/installation/', ours: [], libraries: ['node:*'] },

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
      'apps/installation/',
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
  { files: 'apps/console/', ours: ['apps/installation/'], libraries: ['@gridtick/server', 'esbuild', 'node:*'] },
  {
    files: 'apps/server/',
    ours: ['apps/console/', 'apps/installation/'],
    libraries: [
      'gridtick',
      'gridtick/internal',
      '@gridtick/*',
      'zod',
      'chokidar',
      'create-gridtick',
      'tsx/esm/api',
      'node:*',
      '(computed)',
    ],
  },
  {
    files: 'apps/cli/',
    ours: ['apps/rest-client/', 'apps/server/', 'apps/console/', 'apps/bots/', 'apps/installation/'],
    libraries: [
      'gridtick',
      'gridtick/internal',
      '@gridtick/*',
      'create-gridtick',
      'citty',
      '@clack/prompts',
      'ws',
      'zod',
      'node:*',
      '(computed)',
    ],
  },
]

/** Libraries that are kept behind one file, so that it alone changes with them; and what only programs may touch. */
const homes: Homes = {
  ws: ['framework/server/src/gateway/upgrade.ts', 'apps/cli/tail/open-client.ts', 'apps/bots/crowd/plain-socket.ts'],
  '@hono/node-ws': ['framework/server/src/gateway/upgrade.ts'],
  'p-queue': ['framework/engine/src/schedule/zone-scheduler.ts'],
  chokidar: ['apps/server/dev/watch-files.ts'],
  croner: ['framework/core/src/calendar/next-date.ts'],
  '(computed)': [
    ...['apps/server/load-modules.ts', 'apps/bots/bot/load-bot.ts'],
    ...['framework/server/src/zones/named.ts', 'framework/server/src/zones/thread/thread.js'],
  ],
}

/** Folders of which none may import itself by way of others: packages, and the rooms of the engine and of the server. */
const rooms: Law['rooms'] = [
  ['framework/*/'],
  // In `zone/` stand the nouns that the rooms of the engine share.
  [`${engine}*/`, `${server}*/`],
]

/** Where a package stands that is imported by its name. */
const packages: Law['packages'] = { gridtick: 'framework/core/', '@gridtick/*': 'framework/*/' }

export const law: Law = { table, homes, rooms, packages }
