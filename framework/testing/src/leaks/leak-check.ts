import type { Limits, LoadedZone } from '@gridtick/engine/ports'
import type { GameModule } from 'gridtick'
import type { ScriptEntry } from '../script.ts'
import type { LeakQuestion } from './leak-windows.ts'
import type { Knowledge } from './step-inputs.ts'
import type { VariedIntent } from './vary-intents.ts'
import type { StoredVariations } from './vary-stored.ts'

/**
 * A variation of what others do is left out from the tick on in which the viewer has other entities in view, or may know
 * something else by `mayKnow` or `alsoKnows`.
 */
export type LeakCheck = StoredVariations &
  Knowledge & {
    /** Who must not notice. */
    readonly viewer: string
    /**
     * Something else that a player could have asked for: another intent, several, or none (`undefined`). The intent itself
     * leaves it as it is. Called for each intent of another player, beside what the check varies by itself.
     */
    readonly varyIntents?: (intent: VariedIntent) => VariedIntent | undefined | readonly VariedIntent[]
    /** Queries to ask as the viewer after each tick. Default: all that take an empty input. */
    readonly queries?: readonly LeakQuestion[]
    /** At most so many variations of others' intents are run. Default: 8 to 48, fewer the longer the game is. */
    readonly variants?: number
    /** Another seed draws other variations. */
    readonly seed?: number | string
  }

/** A test zone as it was played. */
export type PlayedGame = {
  readonly initial: LoadedZone
  readonly module: GameModule
  readonly limits: Limits
  readonly script: readonly ScriptEntry[]
}
