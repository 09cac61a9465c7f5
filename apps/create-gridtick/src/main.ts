#!/usr/bin/env node
import { relative } from 'node:path'
import { createGame } from './create-game.ts'
import { NameError } from './name-error.ts'
import { ownVersion } from './own-version.ts'

const help = `Makes a small multiplayer game that works, as a starting point: rules, screen, bot, tests, README.

Usage: npx create-gridtick NAME

  NAME       a new folder with the name of the game, for example my-game
  --help     this text
  --version  the version

Example:
  npx create-gridtick berry-wars`

const exitCodes = { done: 0, failed: 1, usage: 2 } as const

function main(args: readonly string[]): number {
  const [first, ...more] = args
  if (first === '--version' || first === '-v') return say(ownVersion())
  if (first === undefined || args.includes('--help') || args.includes('-h')) {
    say(help)
    return first === undefined ? exitCodes.usage : exitCodes.done
  }
  if (first.startsWith('-')) return complain(`There is no option ${first}.\nSee: npx create-gridtick --help`)
  if (more.length > 0)
    return complain(`One name is needed, and no more: ${args.join(' ')}\nSee: npx create-gridtick --help`)
  return create(first)
}

function create(typed: string): number {
  try {
    const files = createGame(typed)
    return say(
      [
        'Written:',
        ...files.map((file) => `  ${relative(process.cwd(), file)}`),
        '',
        'Next:',
        ...(relative(process.cwd(), typed) === '' ? [] : [`  cd ${typed}`]),
        '  npm install    # if npm warns about the install scripts of esbuild, ignore it: they are not needed',
        '  npm run dev    # then play at http://127.0.0.1:8787; name and password are in .env',
        '  npm test',
      ].join('\n'),
    )
  } catch (error) {
    if (error instanceof NameError) return complain(`${error.message}\n${error.todo}`)
    process.stderr.write(`The game cannot be written: ${error instanceof Error ? error.message : String(error)}\n`)
    return exitCodes.failed
  }
}

function say(text: string): number {
  process.stdout.write(`${text}\n`)
  return exitCodes.done
}

function complain(text: string): number {
  process.stderr.write(`${text}\n`)
  return exitCodes.usage
}

process.exitCode = main(process.argv.slice(2))
