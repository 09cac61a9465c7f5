import { existsSync } from 'node:fs'

/** What may stand beside a module's file: how it is shown in the page, and who plays it by itself. */
export type Companion = 'screen' | 'bot'

/** The path of a module's screen or bot: `my-game.screen.ts` beside `my-game.ts`. Undefined if it brings none. */
export function findCompanion(moduleFile: string, companion: Companion): string | undefined {
  return ['ts', 'js']
    .map((ending) => moduleFile.replace(/\.[cm]?[jt]s$/, `.${companion}.${ending}`))
    .find((file) => file !== moduleFile && existsSync(file))
}
