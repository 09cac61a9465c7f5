import { noTelemetry, wrongLimits } from '@gridtick/engine/ports'
import type { GameModule } from 'gridtick'
import { checkModule, suggestName } from 'gridtick/internal'
import { z } from 'zod'
import type { GameServerOptions } from './game-server-options.ts'
import { wrongBasePath } from './requests/wrong-base-path.ts'
import {
  wrongDatabaseUrl,
  wrongDevelopment,
  wrongForWorker,
  wrongHost,
  wrongImport,
  wrongOwnProcess,
  wrongProxy,
} from './wrong-options.ts'
import { isStorage } from './zones/is-storage.ts'
import { isNamed } from './zones/named.ts'

/**
 * Looks at what a program hands in, before anything is opened: also where no compiler has seen it. Throws a TypeError that
 * lists all that cannot be right, with the option's name and what to write.
 */
export function checkOptions(given: GameServerOptions): void {
  const read = optionsSchema.safeParse(given)
  if (read.success) return
  const problems = read.error.issues.flatMap(wordsFor)
  const [first, ...more] = problems
  throw new TypeError(`createGameServer: ${more.length === 0 ? first : `\n${problems.join('\n')}`}`)
}

const text = (words: string) => z.string(words).min(1, words)
const fn = (words: string) => z.custom((value) => typeof value === 'function', words)
/** A value that says itself what is wrong with it. */
const judged = <Schema extends z.ZodType>(schema: Schema, judge: (value: z.output<Schema>) => string | undefined) =>
  schema.superRefine((value, context) => {
    const wrong = judge(value)
    if (wrong !== undefined) context.addIssue(wrong)
  })

const nameWords = 'must be 1 to 32 letters, digits, _ or -.'

const optionsSchema = z
  .strictObject(
    {
      modules: z
        .unknown()
        .optional()
        .superRefine((value, context) => {
          for (const message of wrongModules(value)) context.addIssue(message)
        }),
      storage: z
        .custom(
          (value) => typeof value === 'function' || isNamed(value) || isStorage(value),
          'must be a storage, a function that opens one, or { from, export }.',
        )
        .optional(),
      databaseUrl: judged(
        z.string('must be a file, for example "file:./data/gridtick.db".'),
        wrongDatabaseUrl,
      ).optional(),
      databaseSync: z.enum(['full', 'normal'], 'must be "full" or "normal".').optional(),
      port: z
        .custom((port) => Number.isInteger(port) && Number(port) >= 0 && Number(port) <= 65_535, {
          error: 'must be a whole number from 0 to 65535; 0 picks a free one.',
        })
        .optional(),
      host: judged(z.string('must be a host name or an address, without scheme and port.'), wrongHost).optional(),
      basePath: judged(z.string('must be a path, for example "/games/grid".'), wrongBasePath).optional(),
      authSecret: z
        .string('must be a text of at least 32 bytes, and the same after a restart; it signs the tokens of players.')
        .refine(
          (secret) => Buffer.byteLength(secret) >= 32,
          'must have at least 32 bytes; it signs the tokens of players. Make one, for example with: openssl rand -base64 48',
        ),
      debugUser: z
        .strictObject(
          {
            name: z.string(nameWords).regex(/^[A-Za-z0-9_-]{1,32}$/, nameWords),
            password: z
              .string('must be a text of at least 12 characters.')
              .min(12, 'must have at least 12 characters.')
              .max(200, 'must have at most 200 characters.'),
          },
          'must be { name, password }.',
        )
        .optional(),
      limits: z
        .unknown()
        .superRefine((value, context) => {
          for (const message of value === undefined ? [] : wrongLimits(value)) context.addIssue(message)
        })
        .optional(),
      allowedOrigins: z
        .array(
          z
            .string()
            .regex(
              /^(null|[a-z][a-z0-9+.-]*:\/\/[^/?#*]+)$/,
              'must be an origin, for example "https://play.example.org".',
            ),
          'must be a list of origins, for example ["https://play.example.org"].',
        )
        .optional(),
      allowedHosts: z
        .array(
          z
            .string()
            .regex(/^(\[[\da-f:.]+\]|[\w.-]+)$/i, 'must be a host name without port, for example "play.example.org".'),
          'must be a list of host names, for example ["play.example.org"].',
        )
        .min(1, 'must name at least one host.')
        .optional(),
      trustedProxies: z
        .array(judged(z.string(), wrongProxy), 'must be a list of addresses or networks, for example ["10.0.0.0/8"].')
        .optional(),
      metricsToken: text('must be a text that is not empty.').optional(),
      site: z.custom((site) => hasFunction(site, 'read'), 'must have a function read(name).').optional(),
      routes: fn(
        'must be a function of a Request that returns a Response, for example the fetch of an app of Hono.',
      ).optional(),
      development: judged(z.unknown(), wrongDevelopment).optional(),
      logger: z
        .custom(
          (logger) => ['debug', 'info', 'warn', 'error'].every((level) => hasFunction(logger, level)),
          'must have the functions debug, info, warn and error.',
        )
        .optional(),
      telemetry: z
        .custom((value) => missingReports(value).length === 0, {
          error: ({ input }) =>
            `must be an object with the functions of Telemetry; ${missingReports(input).join(', ')} ${missingReports(input).length === 1 ? 'is' : 'are'} missing. Begin with { ...noTelemetry } for those that do nothing.`,
        })
        .optional(),
      onCorrupt: fn('must be a function.').optional(),
      zoneThread: z.enum(['none', 'linked', 'worker'], 'must be "none", "linked" or "worker".').optional(),
      threadImports: z.array(judged(z.string(), wrongImport), 'must be a list of URLs of JavaScript files.').optional(),
      ownProcess: judged(z.unknown(), wrongOwnProcess).optional(),
    },
    'it needs an object with at least `modules`, `authSecret`, and `databaseUrl` or `storage`.',
  )
  .superRefine((options, context) => {
    if ((options.databaseUrl === undefined) === (options.storage === undefined))
      context.addIssue('Name either a databaseUrl, for example "file:./data/gridtick.db", or a storage.')
    if (options.zoneThread === 'worker')
      for (const { option, words } of wrongForWorker(options))
        context.addIssue({ code: 'custom', path: [option], message: words })
    if (
      Array.isArray(options.modules) &&
      options.modules.length === 0 &&
      options.development === undefined &&
      options.zoneThread !== 'worker'
    )
      context.addIssue({ code: 'custom', path: ['modules'], message: 'must hold at least one module.' })
  })

function wordsFor(issue: z.core.$ZodIssue): readonly string[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  if (issue.code === 'unrecognized_keys') {
    const known = path === '' ? Object.keys(optionsSchema.shape) : ['name', 'password']
    const place = path === '' ? 'there is' : `\`${path.slice(1)}\` has`
    return issue.keys.map((key) => `${place} no option \`${key}\`.${suggestName(key, known)}`)
  }
  return [path === '' ? issue.message : `\`${path.replace(/^\./, '')}\` ${issue.message}`]
}

/** Where zones run on a thread of their own, modules are named; whether they are, is found when that opens. */
function wrongModules(value: unknown): readonly string[] {
  const words = 'must be a list of what defineModule({...}) returns, or { from, export } that names one.'
  if (isNamed(value)) return []
  if (!Array.isArray(value)) return [words]
  const problems = value.flatMap((module: unknown, index) => wrongModule(module, index))
  const names = value.map((module: unknown) => (module as GameModule | null)?.name)
  const twice = new Set(names.filter((name, index) => name !== undefined && names.indexOf(name) !== index))
  return [...problems, ...[...twice].map((name) => `must not hold two modules of the name "${name}".`)]
}

function wrongModule(module: unknown, index: number): readonly string[] {
  if (typeof module !== 'object' || module === null)
    return [`must hold what defineModule({...}) returns; the entry at ${index} is none.`]
  try {
    checkModule(module as GameModule)
    return []
  } catch (error) {
    return [`holds at ${index} what does not work: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function missingReports(telemetry: unknown): readonly string[] {
  return Object.keys(noTelemetry).filter((name) => !hasFunction(telemetry, name))
}

function hasFunction(value: unknown, name: string): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Record<string, unknown>)[name] === 'function'
}
