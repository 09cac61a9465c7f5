import type { SubCommandsDef } from 'citty'

declare module 'citty' {
  interface CommandMeta {
    /** Whole lines of arguments, as they are typed after the program's name; the help shows them. */
    readonly examples?: readonly string[]
  }
}

/** A command of any arguments, as citty's `defineCommand` makes it. */
export type Command = Awaited<Exclude<SubCommandsDef[string], (...none: never) => unknown>>

export type CommandEntry = {
  /** One line for the list of commands; the command itself is loaded only to be run. */
  readonly summary: string
  readonly load: () => Promise<Command>
}

/** Every command by the words that name it. */
export const commandTable: Readonly<Record<string, CommandEntry>> = {
  start: {
    summary: 'run a server',
    load: async () => (await import('./commands/start.ts')).start,
  },
  dev: {
    summary: 'run a server for development: it starts again whenever a file is saved',
    load: async () => (await import('./commands/dev.ts')).dev,
  },
  migrate: {
    summary: 'make the database, or bring it up to date',
    load: async () => (await import('./commands/migrate.ts')).migrate,
  },
  'zones list': {
    summary: 'list the zones',
    load: async () => (await import('./commands/zones-list.ts')).zonesList,
  },
  'zones create': {
    summary: 'create a zone of a module',
    load: async () => (await import('./commands/zones-create.ts')).zonesCreate,
  },
  'zones show': {
    summary: 'show one zone',
    load: async () => (await import('./commands/zones-show.ts')).zonesShow,
  },
  'zones pause': {
    summary: 'stop the ticks of a zone',
    load: async () => (await import('./commands/zones-pause.ts')).zonesPause,
  },
  'zones resume': {
    summary: 'let a paused zone tick again',
    load: async () => (await import('./commands/zones-resume.ts')).zonesResume,
  },
  'zones step': {
    summary: 'run ticks of a paused zone by hand',
    load: async () => (await import('./commands/zones-step.ts')).zonesStep,
  },
  'zones record': {
    summary: 'switch the recording of a zone on or off',
    load: async () => (await import('./commands/zones-record.ts')).zonesRecord,
  },
  'zones delete': {
    summary: 'delete a zone',
    load: async () => (await import('./commands/zones-delete.ts')).zonesDelete,
  },
  state: {
    summary: 'print the content of a zone, or what a player sees of it',
    load: async () => (await import('./commands/state.ts')).state,
  },
  log: {
    summary: 'print the settled intents of a zone',
    load: async () => (await import('./commands/log.ts')).log,
  },
  tail: {
    summary: 'watch a zone in the terminal, as a player',
    load: async () => (await import('./commands/tail.ts')).tail,
  },
  replay: {
    summary: 'run a recorded zone again and compare each tick',
    load: async () => (await import('./commands/replay.ts')).replay,
  },
  loadtest: {
    summary: 'run many players of a module at once, and measure',
    load: async () => (await import('./commands/loadtest.ts')).loadtest,
  },
  'new-module': {
    summary: 'write a small working game as a starting point',
    load: async () => (await import('./commands/new-module.ts')).newModule,
  },
  page: {
    summary: 'write the web page, with the screens of games, for a server of your own',
    load: async () => (await import('./commands/page.ts')).page,
  },
  clock: {
    summary: 'say how far the clock of the server is ahead',
    load: async () => (await import('./commands/clock.ts')).clock,
  },
  'clock reset': {
    summary: 'move the clock of a stopped server back to the wall clock',
    load: async () => (await import('./commands/clock-reset.ts')).clockReset,
  },
  doctor: {
    summary: 'check this machine and this folder for problems',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
}
