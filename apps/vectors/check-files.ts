import { readFileSync } from 'node:fs'
import { runVector } from './run-vector.ts'
import { type BrokenVector, parseVectorFile, type Vector, VectorFileError } from './vector-file.ts'

const exitCodes = { passed: 0, failed: 1, cannotRun: 2 } as const

const help = `Runs recorded rounds of space combat through the round resolver, and compares what comes of them.

  npm run vectors -- FILE...

Each file is a JSON object with a list "engine". The entries that fail are printed with the fields that differ; the last
line says how many passed and failed.

Exit status: 0 if all passed, 1 if any failed, 2 if a file cannot be read or the arguments make no sense.
`

/** What was asked for cannot be done; the message says why. */
class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** How the program ends, and all that it says. */
export type Ended = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Checks the files that are named, as the program does. */
export function checkFiles(args: readonly string[]): Ended {
  try {
    return { ...check(args), stderr: '' }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return { code: exitCodes.cannotRun, stdout: '', stderr: `${error.message.trimEnd()}\n` }
  }
}

function check(args: readonly string[]): Pick<Ended, 'code' | 'stdout'> {
  if (args.includes('--help') || args.includes('-h')) return { code: exitCodes.passed, stdout: help }
  // All files are read before any is run, so that a wrong name is not lost in the output.
  const entries = filesOf(args).flatMap(readEntries)
  const failures = entries
    .map((entry) => ({ id: entry.id, problems: 'problem' in entry ? [entry.problem] : runVector(entry) }))
    .filter(({ problems }) => problems.length > 0)
  const told = failures.map(({ id, problems }) => `${id} failed\n${indent(problems)}\n`).join('')
  const stdout = `${told}${entries.length - failures.length} passed, ${failures.length} failed\n`
  return { code: failures.length > 0 ? exitCodes.failed : exitCodes.passed, stdout }
}

function filesOf(args: readonly string[]): readonly string[] {
  const option = args.find((arg) => arg.startsWith('-'))
  if (option !== undefined) throw new UsageError(`There is no option ${option}.\n\n${help}`)
  if (args.length === 0) throw new UsageError(`Name at least one file.\n\n${help}`)
  return args
}

function readEntries(file: string): (Vector | BrokenVector)[] {
  try {
    return parseVectorFile(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof VectorFileError) throw new UsageError(`${file}: ${error.message}`)
    if (error instanceof Error && 'code' in error) throw new UsageError(`${file} cannot be read: ${error.message}`)
    throw error
  }
}

function indent(problems: readonly string[]): string {
  return problems
    .flatMap((problem) => problem.split('\n'))
    .map((line) => `  ${line}`)
    .join('\n')
}
