import type { GameModule } from 'gridtick'
import type { ScriptEntry } from '../script.ts'
import type { LeakCheck, PlayedGame } from './leak-check.ts'
import { LeakHunt } from './leak-hunt.ts'
import type { LeakReport } from './leak-report.ts'
import type { LeakQuestion } from './leak-windows.ts'
import { varyIntents } from './vary-intents.ts'

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
