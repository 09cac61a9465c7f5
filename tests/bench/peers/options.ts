import { parseArgs } from 'node:util'
import type { Times } from '../drive/measure-run.ts'
import { type Case, readCase } from './cases.ts'

export const help = `Gridtick beside Colyseus: the same world, players and moves, in turn on this machine. Every tick of Gridtick is
committed to disk, and every player is shown only what is in sight; Colyseus keeps all in memory. The first run installs
Colyseus and Node.js 22 in dist/bench/colyseus.

  npm run bench:peers -- [options]

  --cases LIST      entities/players, comma-separated (250/200,1000/200,4000/200,4000/400)
  --rounds N        each side once a round, by turns; medians are shown (3)
  --warm SECONDS    that a server is played before it counts as warm (30)
  --measure SECONDS of each measurement, cold and warm (10)
  --against GIT_REF builds that commit, too, and measures it in the same rounds
  --json FILE       writes all figures of all rounds
  --quick           one small case, one round, seconds: to see that it works
  --help            this text`

export type Options = {
  readonly cases: readonly Case[]
  readonly rounds: number
  readonly times: Times
  readonly against: string | undefined
  readonly json: string | undefined
}

const usual = { cases: '250/200,1000/200,4000/200,4000/400', rounds: '3', warm: '30', measure: '10' }
const quick = { cases: '250/20', rounds: '1', warm: '4', measure: '2' }

/** Reads the command line. Throws an Error that says what is wrong with it. */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false })
  if (values.help) return 'help'
  const given = { ...(values.quick ? quick : usual), ...values }
  const measureMs = number('measure', given.measure, { min: 1, max: 600 }) * 1_000
  const warmMs = number('warm', given.warm, { min: 0, max: 600 }) * 1_000
  return {
    cases: given.cases.split(',').map(caseOf),
    rounds: number('rounds', given.rounds, { min: 1, max: 100 }),
    times: { coldMs: measureMs, warmAfterMs: warmMs, warmMs: measureMs },
    against: values.against,
    json: values.json,
  }
}

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const
const options = {
  ...{ cases: text, rounds: text, warm: text, measure: text, against: text, json: text },
  ...{ quick: flag, help: flag },
} as const

function caseOf(given: string): Case {
  const found = readCase(given)
  if (found === undefined)
    throw new Error(`--cases is a list of entities/players, for example 1000/200, not "${given}".`)
  return found
}

function number(name: string, given: string, { min, max }: { readonly min: number; readonly max: number }): number {
  const value = given.trim() === '' ? Number.NaN : Number(given)
  if (value >= min && value <= max) return value
  throw new Error(`--${name} is a number from ${min} to ${max}, not "${given}".`)
}
