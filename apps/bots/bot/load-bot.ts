import { pathToFileURL } from 'node:url'
import type { Bot } from '@gridtick/client'
import { findCompanion } from '../../console/find-companion.ts'

/** The file of a bot is there, and is none. */
export class BotError extends Error {
  override readonly name = 'BotError'
}

/** The bot beside a module's file. Undefined if the module brings none. Throws a BotError that says what is wrong. */
export async function loadBot(moduleFile: string): Promise<Bot | undefined> {
  const file = findCompanion(moduleFile, 'bot')
  if (file === undefined) return undefined
  const exported: Record<string, unknown> = await import(pathToFileURL(file).href).catch((error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    throw new BotError(`${file} cannot be loaded.\n${text}`)
  })
  const bot = Object.values(exported).find(isBot)
  if (bot === undefined) throw new BotError(`${file} exports no bot. Export what defineBot({...}) returns.`)
  return bot
}

function isBot(value: unknown): value is Bot {
  return typeof value === 'object' && value !== null && 'act' in value && 'thinkMs' in value
}
