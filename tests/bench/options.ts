import { parseArgs } from 'node:util'
import type { Chapter } from './chapters/chapter.ts'

export type Options = {
  readonly chapters: readonly Chapter[]
  readonly isQuick: boolean
  readonly sync: 'full' | 'normal'
  readonly rounds: number
  readonly against: string | undefined
  readonly isNode22: boolean
}

export function helpOf(chapters: readonly Chapter[]): string {
  return `Measures what Gridtick costs on this machine, as it is shipped, and prints tables. It judges nothing: figures are to be
compared, of one run.

  npm run bench -- [chapters] [options]

Chapters; without one, all of them:
${chapters.map(({ name, about }) => line(name, about)).join('\n')}

${line('--against GIT_REF', 'builds that commit, too, and measures both by turns')}
${line('--rounds N', 'of each measurement; medians are shown (3)')}
${line('--node-22', 'measures on Node.js 22, installed in dist/bench/colyseus; otherwise on the Node.js that runs this')}
${line('--sync full|normal', 'what a commit survives: a loss of power, or the end of the process (full)')}
${line('--quick', 'only small sizes, one round, seconds: to see that it works')}
${line('--help', 'this text')}`
}

function line(name: string, text: string): string {
  return `  ${name.padEnd(20)} ${text}`
}

/** Reads the command line. Throws an Error that says what is wrong with it. */
export function readOptions(args: readonly string[], chapters: readonly Chapter[]): Options | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      against: { type: 'string' },
      rounds: { type: 'string' },
      'node-22': { type: 'boolean', default: false },
      sync: { type: 'string', default: 'full' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const { sync, quick: isQuick, against } = values
  if (sync !== 'full' && sync !== 'normal') throw new Error(`--sync is full or normal, not "${sync}".`)
  const rounds = Number(values.rounds ?? (isQuick ? 1 : 3))
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100)
    throw new Error(`--rounds is a whole number from 1 to 100, not "${values.rounds}".`)
  const chosen = positionals.map((name) => chapterOf(name, chapters))
  return {
    chapters: chosen.length === 0 ? chapters : chosen,
    ...{ isQuick, sync, rounds, against, isNode22: values['node-22'] },
  }
}

function chapterOf(name: string, chapters: readonly Chapter[]): Chapter {
  const found = chapters.find((chapter) => chapter.name === name)
  if (found !== undefined) return found
  throw new Error(`There is no chapter "${name}". They are: ${chapters.map((one) => one.name).join(', ')}.`)
}
