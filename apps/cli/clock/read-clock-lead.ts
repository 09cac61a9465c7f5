import { inspectDatabase } from '@gridtick/server'
import { CommandError } from '../command-error.ts'
import { checkSettings } from '../doctor/check-settings.ts'
import { exitCodes } from '../exit-codes.ts'

export type ClockLead = {
  readonly databaseUrl: string
  /** How far the stored time of the server is ahead of the wall clock. */
  readonly leadMs: number
  /** A server runs on it: it stores its time every ten seconds. */
  readonly isInUse: boolean
}

/** Reads the database that the settings of this folder name. Throws a CommandError where there is none to read. */
export async function readClockLead(): Promise<ClockLead> {
  const { checks, config } = checkSettings()
  if (config === undefined) {
    const [bad] = checks
    throw new CommandError(exitCodes.failed, bad?.message ?? 'The settings are wrong.', { todo: bad?.todo })
  }
  const { databaseUrl } = config
  const report = await inspectDatabase(databaseUrl)
  if (report.state === 'missing')
    throw new CommandError(exitCodes.failed, `There is no database ${report.path} yet.`, {
      todo: 'Run it in the folder of the server, or set DATABASE_URL.',
    })
  if (report.state === 'unreadable')
    throw new CommandError(exitCodes.failed, `${report.path} cannot be used: ${report.message}`)
  const leadMs = Math.max(0, (report.clockAt ?? 0) - Date.now())
  return { databaseUrl, leadMs, isInUse: report.isInUse }
}
