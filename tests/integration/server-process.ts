import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { atFileEnd } from '../lanes/file-end.ts'
import { asBundled } from '../lanes/programs.ts'
import { authSecret, debugUser } from './debug-user.ts'
import { freshFolder } from './fresh-folder.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export type ServerOptions = {
  /** Where it works; a fresh one by default. Its database is `data/gridtick.db`. */
  readonly folder?: string
  /**
   * Names of files in `modules/` beside this one, which are compiled into the folder, or copied where it starts by npm;
   * others are taken as they are.
   */
  readonly modules?: readonly string[]
  readonly limits?: Readonly<Record<string, number>>
  /** Beside what every server of these tests gets; undefined takes a setting away. */
  readonly settings?: Readonly<Record<string, string | undefined>>
  /** As people start it: in the folder of the project. */
  readonly byNpm?: boolean
  /** A file descriptor that is its standard error. Nothing of it is read here. */
  readonly stderr?: number
}

/** A server in a process of its own, perhaps not (or no longer) listening. */
export type ServerProcess = {
  readonly folder: string
  readonly databasePath: string
  /** The line that tells where it listens. Rejects if the process ends without one. */
  readonly ready: Promise<string>
  readonly exited: Promise<Exit>
  readonly stdout: string
  readonly stderr: string
  signal(signal: NodeJS.Signals): void
  /** SIGTERM, and the end. */
  stop(): Promise<Exit>
}

export type RunningServer = ServerProcess & { readonly url: string }

/** Starts a server on a free port and waits until it listens. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const server = launchServer(options)
  const url = (await server.ready).slice('gridtick listening on '.length)
  return Object.assign(server, { url })
}

/** Starts the process and nothing more. */
export function launchServer(options: ServerOptions = {}): ServerProcess {
  const { folder = freshFolder(), byNpm = false } = options
  const databasePath = join(folder, 'data/gridtick.db')
  const [command, args] = byNpm ? ['npm', ['start']] : [process.execPath, asBundled()]
  const child = spawn(command, args, {
    cwd: byNpm ? project : folder,
    env: environment(options, folder, byNpm ? databasePath : undefined),
    stdio: ['ignore', 'pipe', options.stderr ?? 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  const exited = new Promise<Exit>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  // One that a failed test left behind.
  atFileEnd(() => {
    child.kill('SIGKILL')
    return exited
  })
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const line = /^gridtick listening on .*(?=\n)/m.exec(output.stdout)
      if (line !== null) resolve(line[0])
    })
    void exited.then(({ code }) => reject(new Error(`The server ended with ${code}.\n${output.stderr}`)))
  })
  // Whoever waits for the end of a process that shall not start has no use for it.
  ready.catch(() => {})
  const signal = (name: NodeJS.Signals) => void child.kill(name)
  return {
    folder,
    databasePath,
    ready,
    exited,
    get stdout() {
      return output.stdout
    },
    get stderr() {
      return output.stderr
    },
    signal,
    stop() {
      signal('SIGTERM')
      return exited
    },
  }
}

function environment({ modules, limits, settings }: ServerOptions, folder: string, databasePath: string | undefined) {
  const placed = databasePath === undefined ? compiled : copied
  const paths = modules?.map((name) => (isFile(name) ? placed(name, folder) : name))
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: '0',
    LOG_LEVEL: 'warn',
    // Every call between the doors and the zones goes through the codec.
    ZONE_THREAD: 'linked',
    AUTH_SECRET: authSecret,
    DEBUG_USER: debugUser.username,
    DEBUG_PASSWORD: debugUser.password,
    ...(databasePath === undefined ? {} : { DATABASE_URL: `file:${databasePath}` }),
    ...(paths === undefined ? {} : { MODULES: paths.join(',') }),
    ...(limits === undefined ? {} : { LIMITS: JSON.stringify(limits) }),
    ...settings,
  }
}

function isFile(name: string): boolean {
  return name.endsWith('.ts')
}

/** From there it cannot find anything of the project by itself. */
function copied(name: string, folder: string): string {
  const path = join(folder, name)
  cpSync(sourceOf(name), path)
  return path
}

/** As a game is that was built, beside its installed packages: it starts in half the time of one in TypeScript. */
function compiled(name: string, folder: string): string {
  const games = join(folder, 'games')
  if (!existsSync(games)) {
    mkdirSync(games)
    writeFileSync(join(games, 'package.json'), '{"type":"module"}')
    symlinkSync(join(project, 'node_modules'), join(games, 'node_modules'))
  }
  const source = readFileSync(sourceOf(name), 'utf8')
  const { code } = transformSync(source, { loader: 'ts', format: 'esm', sourcemap: 'inline', sourcefile: name })
  const path = `games/${name.replace(/ts$/, 'js')}`
  writeFileSync(join(folder, path), code)
  return `./${path}`
}

function sourceOf(name: string): URL {
  return new URL(`./modules/${name}`, import.meta.url)
}
