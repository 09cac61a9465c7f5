import { resetServerClock, StorageError, silentLogger } from '@gridtick/server'
import { defineCommand } from 'citty'
import { readClockLead } from '../clock/read-clock-lead.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { printJson, printLines } from '../output/output.ts'
import { jsonArg } from '../server/connection.ts'

export const clockReset = defineCommand({
  meta: {
    description: [
      'Moves the clock of a stopped server back to the wall clock. Do this if the time was wrong for a while, and you do',
      'not want the zones to wait until that time comes. Tick numbers continue where they are. Timers that games have',
      'set go off when the clock reaches their time, so those set while the time was wrong are late.',
    ].join('\n'),
    examples: ['clock reset'],
  },
  args: { json: jsonArg },
  async run({ args }) {
    const { databaseUrl, leadMs, isInUse } = await readClockLead()
    if (isInUse) throw isRunning()
    if (leadMs > 0) await reset(databaseUrl)
    if (args.json) return printJson({ resetMs: leadMs })
    printLines(
      leadMs === 0
        ? 'The clock of the server is not ahead of the wall clock. Nothing was changed.'
        : `The clock of the server was moved back by ${(leadMs / 1_000).toFixed(1)} s.`,
    )
  },
})

async function reset(databaseUrl: string): Promise<void> {
  try {
    await resetServerClock({ databaseUrl, logger: silentLogger })
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    throw error.kind === 'in_use' ? isRunning() : new CommandError(exitCodes.failed, error.message)
  }
}

function isRunning(): CommandError {
  return new CommandError(exitCodes.failed, 'A server uses this database, so its clock cannot be moved.', {
    todo: 'Stop the server first.',
  })
}
