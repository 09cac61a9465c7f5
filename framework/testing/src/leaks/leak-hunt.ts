import { stateHash } from '@gridtick/engine/testing'
import type { ScriptEntry } from '../script.ts'
import { type Difference, firstDifference } from './first-difference.ts'
import type { LeakCheck, PlayedGame } from './leak-check.ts'
import { describeLeftOut, type LeakReport, type LeftOut, makeReport } from './leak-report.ts'
import { type LeakQuestion, type Look, lookThrough, type WindowKind } from './leak-windows.ts'
import { Rerun } from './rerun.ts'
import { observeStep, type StepInputs } from './step-inputs.ts'
import type { Variation, Variations } from './vary-intents.ts'
import { type VariedCopy, varyStored } from './vary-stored.ts'

type Hunt = Omit<PlayedGame, 'script'> & {
  readonly check: LeakCheck & { readonly queries: readonly LeakQuestion[] }
  readonly variations: Variations
}

/** A game that goes on beside the original one since somebody did something else in it. */
type Comparison = { readonly variation: Variation; readonly rerun: Rerun; isOther: boolean }

/** What the viewer got at an entry of the script, and of a step what others asked for in it. */
type Played = { readonly look: Look; readonly inputs: StepInputs | undefined }

const queriesPerTick = 4

/** Plays a game as it was and, in step with it, all its variations, and compares what the viewer gets. */
export class LeakHunt {
  readonly #hunt: Hunt
  readonly #original: Rerun
  #comparisons: readonly Comparison[] = []
  readonly #leftOut: LeftOut[] = []
  readonly #compared = new Set<Variation>()
  #ticks = 0
  #ticksCompared = 0
  #storedValues = 0
  /** The tick that was played last. */
  #tick = 0

  constructor(hunt: Hunt) {
    const { initial, limits, module, check } = hunt
    this.#hunt = hunt
    this.#original = Rerun.open({ initial, limits, viewer: check.viewer }, module)
  }

  /** The next entry of the script, in all games. */
  async play(index: number, entry: ScriptEntry): Promise<void> {
    this.#begin(index)
    const varied = entry.kind === 'step' ? this.#varyStored() : undefined
    const { queries } = this.#hunt.check
    const some = queriesOfTick(queries, this.#ticks)
    const original = await this.#playOn(this.#original, [entry], varied === undefined ? some : queries)
    if (entry.kind === 'step') this.#noteStep(entry)
    if (varied !== undefined) this.#expectSame(original, await this.#playOn(varied.copy, [entry], queries), varied)
    for (const comparison of this.#comparisons) {
      const entries = comparison.variation.instead.get(index) ?? [entry]
      this.#compare(comparison, original, await this.#playOn(comparison.rerun, entries, some))
    }
  }

  /** Throws where nothing was varied: then nothing is proven. */
  report(): LeakReport {
    const { check, variations } = this.#hunt
    const { viewer } = check
    const report = makeReport({
      viewer,
      ticks: this.#ticks,
      intents: {
        possible: variations.possible,
        run: variations.drawn.length,
        compared: this.#compared.size,
        ticksCompared: this.#ticksCompared,
        leftOut: this.#leftOut,
      },
      stored: this.#storedValues,
    })
    if (this.#compared.size === 0 && this.#storedValues === 0) throw new Error(whyNothing(report))
    return report
  }

  /** Variations part from the original before their first entry that is another. */
  #begin(index: number): void {
    const begun = this.#hunt.variations.drawn.filter(({ from }) => from === index)
    const forks = begun.map((variation) => ({ variation, rerun: this.#original.fork(), isOther: false }))
    this.#comparisons = [...this.#comparisons, ...forks]
  }

  /** The game with something else stored, in which the viewer sees the same so far. */
  #varyStored(): VariedCopy | undefined {
    const { check } = this.#hunt
    const varied = varyStored(this.#original, check.viewer, check)
    if (varied === undefined) return undefined
    this.#storedValues += varied.values
    const [original, copy] = [this.#original, varied.copy].map((rerun) => this.#look(rerun, [], 'open'))
    this.#expectSame({ look: original as Look }, { look: copy as Look }, varied)
    return varied
  }

  async #playOn(rerun: Rerun, entries: readonly ScriptEntry[], queries: readonly LeakQuestion[]): Promise<Played> {
    const { check } = this.#hunt
    let inputs: StepInputs | undefined
    for (const entry of entries) {
      const run = () => rerun.play(entry)
      if (entry.kind === 'step') inputs = await observeStep(rerun, check.viewer, { ...check, run })
      else await run()
    }
    return { look: this.#look(rerun, queries, inputs === undefined ? 'sent' : 'all'), inputs }
  }

  #look(rerun: Rerun, queries: readonly LeakQuestion[], windows: WindowKind | 'all'): Look {
    return lookThrough(rerun, { viewer: this.#hunt.check.viewer, queries, windows })
  }

  #noteStep({ time, hash }: Extract<ScriptEntry, { kind: 'step' }>): void {
    this.#ticks += 1
    this.#tick = time.tick
    if (stateHash(this.#original.zone.committed) !== hash)
      throw new Error(
        `The game cannot be run again as it was played: tick ${time.tick} of ${this.#hunt.module.name} gave another state. ` +
          'Call expectSameReplay(), which looks for the reason, and fix that first.',
      )
  }

  #compare(comparison: Comparison, original: Played, played: Played): void {
    const { variation } = comparison
    comparison.isOther ||= original.inputs?.all !== played.inputs?.all
    const reason = this.#whyLeftOut(original, played)
    if (reason !== undefined) {
      this.#leftOut.push({ variation: variation.what, tick: this.#tick, ...reason })
      this.#comparisons = this.#comparisons.filter((other) => other !== comparison)
      return
    }
    this.#expectSame(original, played, variation)
    if (!comparison.isOther || played.inputs === undefined) return
    this.#compared.add(variation)
    this.#ticksCompared += 1
  }

  /** Undefined: the viewer may notice nothing at all of it so far. */
  #whyLeftOut(original: Played, played: Played): Pick<LeftOut, 'because' | 'difference'> | undefined {
    const [before, now] = [original.look.entities, played.look.entities]
    const seen = before === undefined || now === undefined ? undefined : firstDifference(before, now)
    if (seen !== undefined) return { because: 'view', difference: inWords(seen) }
    const known = firstDifference(original.inputs?.known, played.inputs?.known)
    return known && { because: 'knowledge', difference: inWords(known) }
  }

  #expectSame(original: Pick<Played, 'look'>, played: Pick<Played, 'look'>, { what }: { readonly what: string }): void {
    for (const [name, value] of played.look.windows) {
      const difference = firstDifference(original.look.windows.get(name), value)
      if (difference === undefined) continue
      const { viewer } = this.#hunt.check
      const [fault] = [...played.look.faults, ...original.look.faults]
      throw new Error(
        [
          `${viewer} can notice something hidden at tick ${this.#tick}, through ${name}: ${difference.path || 'all of it'}`,
          `  as it was: ${difference.original}`,
          `  varied:    ${difference.varied}`,
          `  what was changed: ${what}`,
          ...(fault === undefined ? [] : [`  The module failed there: ${fault}`]),
        ].join('\n'),
      )
    }
  }
}

function inWords({ path, original, varied }: Difference): string {
  return `${path}: ${varied}, not ${original}`
}

/** The queries a variation asks after a tick: all take their turn, as a variation lasts for many ticks. */
function queriesOfTick(queries: readonly LeakQuestion[], tick: number): readonly LeakQuestion[] {
  const turns = Math.ceil(queries.length / queriesPerTick)
  return queries.filter((_, at) => at % turns === tick % turns)
}

function whyNothing(report: LeakReport): string {
  const { viewer, intents } = report
  const [first] = intents.leftOut
  const acted =
    intents.run === 0
      ? `nobody but ${viewer} asked for anything in this game`
      : `${intents.run} variations of what others did were run, and none could be compared${first === undefined ? '' : `; ${describeLeftOut(viewer, first)}`}`
  return [
    `The leak check for ${viewer} proved nothing: it varied nothing that ${viewer} may not know.`,
    `  Intents: ${acted}.`,
    '  What is stored: neither `vary` nor `varyState` nor `varyExtras` changed a value in any tick.',
    `  Let others do something out of ${viewer}'s sight before you call expectNoLeak, or give it one of those.`,
  ].join('\n')
}
