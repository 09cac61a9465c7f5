import { bots } from 'gridtick:bots'
import type { Bot } from '@gridtick/client'

/** Whether a module brings a bot that could be built. */
export function hasBot(module: string): boolean {
  return Object.hasOwn(bots, module)
}

/** The bot of a module, whatever the name it is exported by. Throws where the file exports none. */
export async function loadBot(module: string): Promise<Bot> {
  const loaded = await bots[module]?.()
  const bot = Object.values(loaded?.parts ?? {}).find(isBot)
  if (bot === undefined)
    throw new Error(`The bot file of ${module} exports no bot. Write: export const bot = defineBot({ … }).`)
  return bot
}

function isBot(value: unknown): value is Bot {
  return typeof value === 'object' && value !== null && 'act' in value && 'thinkMs' in value
}
