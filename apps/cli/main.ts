#!/usr/bin/env node
import { exitCodes } from './exit-codes.ts'
import { runProgram } from './run-program.ts'

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough, as head, is no fault.
  if (error.code === 'EPIPE') process.exit(exitCodes.done)
  process.stderr.write(`Standard output cannot be written (${error.code ?? error.message}).\n`)
  process.exit(exitCodes.failed)
})
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed)
})
// Commands that have something to tidy up listen themselves.
process.on('SIGINT', () => {
  if (process.listenerCount('SIGINT') === 1) process.exit(exitCodes.interrupted)
})
/** What Node ends with when it finds nothing left to do, and the program not done. */
const unsettledCode = 13
process.on('exit', () => {
  if (process.exitCode !== unsettledCode) return
  process.stderr.write('It ended before it was done. That is a fault of this program.\n')
  process.exitCode = exitCodes.failed
})

await runProgram(process.argv.slice(2))
