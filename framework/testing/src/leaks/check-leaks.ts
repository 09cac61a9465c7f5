import type { Limits, LoadedZone } from '@gridtick/engine/ports'
import type { GameModule } from 'gridtick'
import type { ScriptEntry } from '../script.ts'
import { LeakHunt } from './leak-hunt.ts'
import type { LeakReport } from './leak-report.ts'
import type { LeakQuestion } from './leak-windows.ts'
import type { Knowledge } from './step-inputs.ts'
import { type VariedIntent, varyIntents } from './vary-intents.ts'
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

/** Without `variants`, about so many steps are run in all, so that a check takes a second or two. */
const stepsRunAbout = 2_000
const variantsDefault = { min: 8, max: 48 }

/**
 * Runs a game again, and beside it games in which something is other that the viewer may not know: what others did, from
 * some intent on (FOG-4), and before each tick what is stored (FOG-3). Throws where the viewer gets anything else than
 * in the game as it was played, and where nothing could be varied (FOG-5).
 */
export async function checkLeaks({ module, script, ...start }: PlayedGame, check: LeakCheck): Promise<LeakReport> {
  const { viewer, varyIntents: author, variants = variantsFor(script), seed = 1 } = check
  const variations = varyIntents({ module, script, viewer, variants, seed: String(seed), author })
  const questions = check.queries ?? questionsOf(module)
  const hunt = new LeakHunt({ ...start, module, check: { ...check, queries: questions }, variations })
  for (const [index, entry] of script.entries()) await hunt.play(index, entry)
  return hunt.report()
}

function variantsFor(script: readonly ScriptEntry[]): number {
  const steps = script.filter(({ kind }) => kind === 'step').length
  const { min, max } = variantsDefault
  return Math.min(max, Math.max(min, Math.floor(stepsRunAbout / Math.max(1, steps))))
}

function questionsOf({ queries }: GameModule): readonly LeakQuestion[] {
  return Object.entries(queries).flatMap(([name, { input }]) => (input.safeParse({}).success ? [{ name }] : []))
}
