import { exitCodes } from './exit-codes.ts'
import { runProgram } from './run-program.ts'

// A reader that has seen enough, as head, is no fault.
for (const output of [process.stdout, process.stderr])
  output.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? exitCodes.done : exitCodes.failed)
  })
// Commands that have something to tidy up listen themselves.
process.on('SIGINT', () => {
  if (process.listenerCount('SIGINT') === 1) process.exit(exitCodes.interrupted)
})

await runProgram(process.argv.slice(2))
