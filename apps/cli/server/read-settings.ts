import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** The settings from `.env` in the working directory, with those of the environment over them; empty ones are not set. */
export function readSettings(): Readonly<Record<string, string | undefined>> {
  const dotEnv = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
  return Object.fromEntries(Object.entries({ ...dotEnv, ...process.env }).filter(([, value]) => value !== ''))
}
