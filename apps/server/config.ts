import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import { parseEnv } from 'node:util'
import { defaultLimits, type Limits, wrongHost, wrongLimits } from '@gridtick/server'
import { isObject } from 'gridtick/internal'
import { z } from 'zod'
import { readModuleList } from './module-list.ts'
import { readBasePath } from './read-base-path.ts'
import { readOrigins } from './read-origins.ts'

/** The settings as the server uses them, checked. */
export type Config = {
  /** 0 picks a free one. */
  readonly port: number
  readonly host: string
  /** Where a proxy shows the server, for example `/games/grid`; empty: at the root. */
  readonly basePath: string
  readonly databaseUrl: string
  readonly databaseSync: 'full' | 'normal'
  readonly authSecret: string
  /** Made for this run: all tokens are void after it. */
  readonly isAuthSecretRandom: boolean
  readonly debugUser: { readonly name: string; readonly password: string } | undefined
  /** Undefined: the server's own origins. */
  readonly allowedOrigins: readonly string[] | undefined
  readonly allowedHosts: readonly string[]
  readonly trustedProxies: readonly string[]
  readonly metricsToken: string | undefined
  /** MiB of memory beyond which the server stops in order; undefined: none. */
  readonly memoryLimitMb: number | undefined
  readonly logLevel: LogLevel
  /** Where zones run. */
  readonly zoneThread: 'none' | 'linked' | 'worker'
  /** The default limits with `LIMITS` over them. */
  readonly limits: Limits
  /** Names or file paths; undefined: all shipped. */
  readonly modules: readonly string[] | undefined
}

/** Settings that must not be used. The message names each setting and says why; it never shows a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
type LogLevel = (typeof logLevels)[number]

/**
 * Reads the settings from the environment, and where that does not name one, from the text of a `.env` file. A variable
 * that is set but empty counts as not set. `isUnattended`: a server is to be started where nobody looks, so it needs a
 * secret that outlasts it; NODE_ENV=production says so, too. Throws a {@link ConfigError} that lists all that is wrong.
 */
export function readConfig(options: {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly dotEnv?: string | undefined
  /** Undefined: no server is to be started. */
  readonly isUnattended?: boolean
}): Config {
  const merged = { ...parseEnv(options.dotEnv ?? ''), ...definedOf(options.environment) }
  const settings = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
  const parsed = settingsSchema.safeParse(settings)
  const { isUnattended } = options
  const needsSecret = isUnattended === true || (isUnattended === false && settings.NODE_ENV === 'production')
  const missing = needsSecret && settings.AUTH_SECRET === undefined ? [noSecret] : []
  const problems = parsed.success ? missing : [explain(parsed.error.issues), ...missing]
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems.join('\n'))

  const is = parsed.data
  return {
    port: is.PORT,
    host: is.HOST,
    basePath: is.BASE_PATH ?? '',
    databaseUrl: is.DATABASE_URL,
    databaseSync: is.DATABASE_SYNC,
    authSecret: is.AUTH_SECRET ?? randomBytes(32).toString('base64url'),
    isAuthSecretRandom: is.AUTH_SECRET === undefined,
    debugUser:
      is.DEBUG_USER === undefined || is.DEBUG_PASSWORD === undefined
        ? undefined
        : { name: is.DEBUG_USER, password: is.DEBUG_PASSWORD },
    allowedOrigins: is.ALLOWED_ORIGINS,
    allowedHosts: is.ALLOWED_HOSTS ?? [...new Set(['localhost', '127.0.0.1', '[::1]', bracketed(is.HOST)])],
    trustedProxies: is.TRUSTED_PROXIES ?? [],
    metricsToken: is.METRICS_TOKEN,
    memoryLimitMb: is.MEMORY_LIMIT_MB,
    logLevel: is.LOG_LEVEL,
    zoneThread: is.ZONE_THREAD,
    limits: { ...defaultLimits, ...is.LIMITS },
    modules: is.MODULES,
  }
}

const noSecret =
  'Setting AUTH_SECRET is needed in production (NODE_ENV=production, or neither a terminal nor a .env): without it, each restart logs everybody out, and every guest is lost. Make one, for example with: openssl rand -base64 48. Set it in the environment, or in .env.'

const settingsSchema = z
  .object({
    PORT: z
      .string()
      .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535, for example 8787; 0 picks a free port.')
      .transform(Number)
      .refine(
        (port) => port <= 65_535,
        'must be a whole number from 0 to 65535, for example 8787; 0 picks a free port.',
      )
      .default(8787),
    HOST: z
      .string()
      .superRefine((host, context) => {
        const wrong = wrongHost(host)
        if (wrong !== undefined) context.addIssue(wrong)
      })
      .default('127.0.0.1'),
    BASE_PATH: readBy(readBasePath),
    DATABASE_URL: z
      .string()
      .regex(
        /^file:(?!:memory:)./,
        'must be a file, for example file:./data/gridtick.db; databases over the network or in memory are not supported.',
      )
      .default('file:./data/gridtick.db'),
    DATABASE_SYNC: z.enum(['full', 'normal'], 'must be full or normal.').default('full'),
    AUTH_SECRET: secret()
      .refine((text) => Buffer.byteLength(text) >= 32, 'must have at least 32 bytes.')
      .optional(),
    DEBUG_USER: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,32}$/, 'must be 1 to 32 letters, digits, _ or -.')
      .optional(),
    DEBUG_PASSWORD: secret()
      .min(12, 'must have at least 12 characters.')
      .max(200, 'must have at most 200 characters.')
      .optional(),
    ALLOWED_ORIGINS: readBy(readOrigins),
    ALLOWED_HOSTS: list(
      (host) => /^(\[[\da-f:.]+\]|[\w.-]+)$/i.test(host),
      'must list host names like play.example.org, without ports; wildcards are not supported.',
    ),
    TRUSTED_PROXIES: list(isAddressOrNetwork, 'must list addresses or networks, for example 10.0.0.7 or 10.0.0.0/8.'),
    METRICS_TOKEN: secret().optional(),
    MEMORY_LIMIT_MB: z
      .string()
      .regex(/^\d{1,7}$/, 'must be a whole number of MiB.')
      .transform(Number)
      .refine((limit) => limit >= 256, 'must be at least 256: a server takes more than half of that without a zone.')
      .optional(),
    LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}.`).default('info'),
    ZONE_THREAD: z
      .enum(['0', '1', 'linked'], 'must be 0, 1 or linked.')
      .default('0')
      .transform((where) => (({ 0: 'none', 1: 'worker', linked: 'linked' }) as const)[where]),
    LIMITS: readBy(readLimits),
    MODULES: readBy(readModuleList),
  })
  .superRefine((settings, context) => {
    const issue = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message })
    if (settings.DEBUG_USER !== undefined && settings.DEBUG_PASSWORD === undefined)
      issue('DEBUG_PASSWORD', 'is needed where DEBUG_USER is set.')
    if (settings.DEBUG_USER === undefined && settings.DEBUG_PASSWORD !== undefined)
      issue('DEBUG_USER', 'is needed where DEBUG_PASSWORD is set.')
  })

/** A secret that is not one of those that stand in documentation, where everybody can read them. */
function secret() {
  return z.string().refine((text) => {
    const letters = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
    return !/changeme|replaceme|example|yoursecret|yourpassword|^(secret|password)+$/.test(letters)
  }, 'is an example from the documentation, which everybody knows. Make one, for example with: openssl rand -base64 48')
}

/** A comma-separated list. */
function list(isGood: (item: string) => boolean, problem: string) {
  return z
    .string()
    .transform((text) => text.split(',').map((item) => item.trim()))
    .refine((items) => items.every((item) => item !== '' && isGood(item)), problem)
    .optional()
}

/** A setting whose reader says what is wrong with it, and perhaps several things. */
function readBy<Value>(read: (text: string, complain: (message: string) => void) => Value) {
  return z
    .string()
    .transform((text, context) => read(text, (message) => context.addIssue(message)))
    .optional()
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const bitsMax = isIP(address) === 4 ? 32 : 128
  return (
    isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && +bits <= bitsMax))
  )
}

function readLimits(text: string, complain: (message: string) => void): Partial<Limits> {
  const limits = parseJsonOrUndefined(text)
  const wrong = isObject(limits)
    ? wrongLimits(limits)
    : ['must be a JSON object, for example {"writesPerMinute": 120}.']
  for (const message of wrong) complain(message)
  return wrong.length === 0 ? (limits as Partial<Limits>) : {}
}

function parseJsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function definedOf(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}

/** An IPv6 address as it stands in a URL. */
function bracketed(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

function explain(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map((issue) => `Setting ${issue.path.join('.')} ${issue.message}`).join('\n')
}
