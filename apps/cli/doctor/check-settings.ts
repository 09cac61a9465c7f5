import { existsSync, readFileSync, statSync } from 'node:fs'
import { isRepository } from '../../installation/installation.ts'
import { type Config, ConfigError, readConfig } from '../../server/config.ts'
import type { Check } from './check.ts'

const name = 'settings'

/** Whether a server would start with the settings of the environment and `.env`; they come along if so. */
export function checkSettings(): { readonly checks: readonly Check[]; readonly config: Config | undefined } {
  const hasFile = existsSync('.env')
  try {
    const dotEnv = hasFile ? readFileSync('.env', 'utf8') : undefined
    const config = readConfig({ environment: process.env, dotEnv })
    return { checks: [adviseOn(config, hasFile), ...checkSecrecy(hasFile)], config }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const message = error.message.split('\n').join(' ')
    const todo = 'Correct it in .env or in the environment; the README lists all settings.'
    return { checks: [{ name, status: 'bad', message, todo }], config: undefined }
  }
}

function adviseOn({ isAuthSecretRandom, debugUser }: Config, hasFile: boolean): Check {
  const place = hasFile ? '.env' : 'no .env'
  const write = hasFile
    ? 'Set it in .env.'
    : isRepository
      ? './init.sh writes a .env with fresh secrets.'
      : 'Write it into a file .env here.'
  if (debugUser === undefined)
    return {
      name,
      status: 'warning',
      message: `${place}; without DEBUG_USER and DEBUG_PASSWORD nobody may create zones.`,
      todo: write,
    }
  if (isAuthSecretRandom)
    return {
      name,
      status: 'warning',
      message: `${place}; without AUTH_SECRET all tokens are void after a restart.`,
      todo: write,
    }
  return { name, status: 'good', message: `${place}, and all of them can be used` }
}

/** Windows has no such bits. */
function checkSecrecy(hasFile: boolean): readonly Check[] {
  if (!hasFile || process.platform === 'win32' || (statSync('.env').mode & 0o044) === 0) return []
  const message = '.env holds secrets, and other users of this machine may read it.'
  return [{ name, status: 'warning', message, todo: 'Run chmod 600 .env' }]
}
