import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { changeSource } from './change-source.ts'

/**
 * What the tutorial tells a reader to write, after each of its blocks. Every `ts` block says what it is:
 *
 * - `file=my-game.ts` is a whole file.
 * - `change=my-game.ts` changes it; see changeSource. `done` marks the block that completes the game.
 * - `test=my-game.test.ts` is a test of the file as it is by then. Its imports hold for the tests after it.
 * - `beside=my-game.screen.ts` is a whole file that stands beside the completed game: its screen or its bot.
 * - `wrong=my-game.ts` changes it for once; the next block, `text fault`, is what the framework says to that.
 */
export type Tutorial = {
  readonly blockCount: number
  /** Path of the completed game. */
  readonly done: string
  /** Paths of its screen and its bot. */
  readonly companions: readonly string[]
  readonly tests: readonly { readonly line: number; readonly path: string }[]
  /** All tests in one file beside the completed game, as the reader has them in the end. */
  readonly allTests: string
  readonly wrongs: readonly { readonly line: number; readonly path: string; readonly fault: string }[]
}

type Block = { readonly line: number; readonly info: string; readonly text: string }

/**
 * Writes the files of each step into a folder of its own, named for the line of the block in the README. A step ends
 * with a test; what stands before it holds together only then.
 */
export function writeTutorial(readme: string, folder: string): Tutorial {
  const blocks = readBlocks(readme)
  const sources = new Map<string, string>()
  const preludes = new Map<string, string>()
  const tests: { line: number; path: string }[] = []
  const wrongs: { line: number; path: string; fault: string }[] = []
  const companions: string[] = []
  let done = ''
  let untested: number | undefined

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    return join(folder, path)
  }

  for (const [index, { line, info, text }] of blocks.entries()) {
    const { use, name = '' } = /^ts (?<use>file|change|test|wrong|beside)=(?<name>\S+)/.exec(info)?.groups ?? {}
    switch (use) {
      case 'file':
        sources.set(name, text)
        untested = line
        break
      case 'change':
        sources.set(name, changeSource(sourceOf(sources, name, line), text))
        untested = line
        if (info.endsWith(' done')) done = write(`done/${name}`, sourceOf(sources, name, line))
        break
      case 'beside':
        companions.push(write(`done/${name}`, text))
        break
      case 'test': {
        const game = name.replace('.test.ts', '.ts')
        const prelude = /^(import .*\n)+/.exec(text)?.[0] ?? preludes.get(name) ?? ''
        preludes.set(name, prelude)
        write(`line-${line}/${game}`, sourceOf(sources, game, line))
        // Not called *.test.ts, so that only the test of the tutorial runs it.
        const path = write(`line-${line}/tests/${game}`, text.startsWith('import') ? text : `${prelude}\n${text}`)
        tests.push({ line, path })
        untested = undefined
        break
      }
      case 'wrong': {
        const path = write(`wrong-${line}/${name}`, changeSource(sourceOf(sources, name, line), text))
        wrongs.push({ line, path, fault: faultAfter(blocks, index) })
        break
      }
      default:
        if (/^(ts|js)/.test(info)) throw new Error(`modules/README.md:${line}: nobody knows what "${info}" is for.`)
    }
  }
  if (untested !== undefined) throw new Error(`modules/README.md:${untested}: no test follows it.`)
  // What hello-grid is made of stands in one file; further games of the page have theirs.
  const ofGame = blocks.filter(({ info }) => info === 'ts test=my-game.test.ts').map(({ text }) => text)
  const allTests = write('done/tests/my-game.ts', ofGame.join('\n'))
  return { blockCount: blocks.length, done, companions, tests, allTests, wrongs }
}

function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = []
  for (const match of markdown.matchAll(/^```(?<info>\S.*)\n(?<text>(?:.*\n)*?)^```$/gm)) {
    const line = markdown.slice(0, match.index).split('\n').length
    blocks.push({ line, info: match.groups?.info ?? '', text: match.groups?.text ?? '' })
  }
  return blocks
}

function sourceOf(sources: ReadonlyMap<string, string>, name: string, line: number): string {
  const source = sources.get(name)
  if (source === undefined) throw new Error(`modules/README.md:${line}: there is no ${name} yet.`)
  return source
}

function faultAfter(blocks: readonly Block[], index: number): string {
  const next = blocks[index + 1]
  if (next?.info !== 'text fault')
    throw new Error(`modules/README.md:${blocks[index]?.line}: no fault is shown for it.`)
  return next.text.trim()
}
