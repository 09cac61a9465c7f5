import { runCommand } from 'citty'
import { checkArguments } from './arguments/check-arguments.ts'
import { nameOptions } from './arguments/name-options.ts'
import { explainWhatNpmTook } from './arguments/npm-took.ts'
import { CommandError } from './command-error.ts'
import type { Command } from './command-table.ts'
import { exitCodes } from './exit-codes.ts'
import { type Asked, findCommand } from './find-command.ts'
import { renderCommand, renderList } from './help.ts'
import { manifest } from './manifest.ts'
import { clean } from './output/clean.ts'
import { printNotice } from './output/notice.ts'

/**
 * Carries out a command line. What it prints goes to standard output; a failure is one message on standard error, and the
 * code that goes with it in `process.exitCode`.
 */
export async function runProgram(argv: readonly string[]): Promise<void> {
  // Whatever a command waits for: the process does not end, as if all were done, while nothing else holds it.
  const holding = setInterval(() => {}, holdMs)
  try {
    await carryOut(argv)
  } catch (error) {
    explain(error, argv)
  } finally {
    clearInterval(holding)
  }
}

/** Long, for nothing is done then. */
const holdMs = 3_600_000

async function carryOut(argv: readonly string[]): Promise<void> {
  const asked = findCommand(argv)
  switch (asked.kind) {
    case 'version':
      process.stdout.write(`${manifest.version}\n`)
      return
    case 'list':
      process.stdout.write(`${renderList(asked.group)}\n`)
      return
    case 'help':
      process.stdout.write(`${await helpOf(asked)}\n`)
      return
    case 'run': {
      const { name, rawArgs } = asked
      const command = await asked.entry.load()
      const typed = { name, rawArgs, definitions: await argumentsOf(command) }
      const taken = explainWhatNpmTook(typed, process.env)
      if (taken !== undefined) printNotice(taken)
      checkArguments(typed)
      await runCommand(command, { rawArgs: [...rawArgs] }).catch((error: unknown) => {
        throw nameOptions(error, typed.definitions)
      })
    }
  }
}

async function helpOf({ name, entry }: Extract<Asked, { kind: 'help' }>): Promise<string> {
  const command = await entry.load()
  const { meta } = command
  return renderCommand(name, (await (typeof meta === 'function' ? meta() : meta)) ?? {}, await argumentsOf(command))
}

async function argumentsOf({ args }: Command) {
  return (await (typeof args === 'function' ? args() : args)) ?? {}
}

/** One message on standard error, and the code that goes with it; `--json` has it as JSON, too. */
function explain(error: unknown, argv: readonly string[]): void {
  process.exitCode = error instanceof CommandError ? error.exitCode : exitCodes.failed
  const { code, todo } = error instanceof CommandError ? error : {}
  const message = error instanceof CommandError ? error.message : thrownText(error)
  const text = argv.includes('--json')
    ? JSON.stringify({ error: { message, todo, code, exitCode: process.exitCode } })
    : [message, todo].filter((line) => line !== undefined).join('\n')
  process.stderr.write(`${text.split('\n').map(clean).join('\n')}\n`)
}

/** What is nobody's refusal is a fault of ours, and whoever mends it wants to know where. */
function thrownText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
