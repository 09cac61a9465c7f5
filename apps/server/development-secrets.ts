import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeFolder } from 'create-gridtick'
import { z } from 'zod'

/** What a server under development makes up where the settings name none. */
export type DevelopmentSecrets = { readonly authSecret: string; readonly debugPassword: string }

const secretsSchema = z.strictObject({ authSecret: z.string().min(32), debugPassword: z.string().min(12) })

/**
 * The secrets for development, made when there are none. They stay beside the database, readable by this user alone: each
 * saved file starts the server anew, and nobody is to log in again for that. Where they cannot be kept, they are made for
 * this start.
 */
export function developmentSecrets(databaseUrl: string): DevelopmentSecrets {
  const file = join(dirname(pathOf(databaseUrl)), 'development-secrets.json')
  const kept = read(file)
  if (kept !== undefined) return kept
  const made = {
    authSecret: randomBytes(32).toString('base64url'),
    debugPassword: randomBytes(12).toString('base64url'),
  }
  keep(file, made)
  return made
}

function read(file: string): DevelopmentSecrets | undefined {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // There is none, or somebody wrote into it: a new one replaces it.
    return undefined
  }
}

function keep(file: string, secrets: DevelopmentSecrets): void {
  try {
    makeFolder(dirname(file))
    writeFileSync(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600 })
  } catch (error) {
    process.stderr.write(`Logins will not outlive a restart: ${file} cannot be written (${String(error)}).\n`)
  }
}

function pathOf(databaseUrl: string): string {
  return databaseUrl.startsWith('file://') ? fileURLToPath(databaseUrl) : databaseUrl.replace(/^file:/, '')
}
