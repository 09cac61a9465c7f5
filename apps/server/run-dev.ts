import { resolve } from 'node:path'
import { ownFolder } from '../installation/installation.ts'
import { createSignalHandler } from './create-signal-handler.ts'
import { describeChanges } from './dev/describe-changes.ts'
import { gather } from './dev/gather.ts'
import { createServerFiles, type FileChange } from './dev/server-files.ts'
import { startServerProcess } from './dev/server-process.ts'
import { createSupervisor } from './dev/supervisor.ts'
import { watchFiles } from './dev/watch-files.ts'

/** The server for development, started again when a file that it is made of is saved, or when Return is pressed. */
export function runDev(): void {
  const root = ownFolder
  const now = () => performance.now()

  const files = createServerFiles(root)
  const onChanges = gather<FileChange>((changes) => supervisor.start(describeChanges(changes)))
  const watcher = watchFiles({
    root,
    onChange: (change) => files.isChangedBy(change) && onChanges(change),
    onError: (error) => say(`files cannot be watched (${String(error)}): press Return after saving`),
  })
  const learn = (needed: readonly string[]) => {
    files.add(needed)
    watcher.alsoFor(needed)
  }
  learn([resolve('.env')])

  const supervisor = createSupervisor({
    startServer: startServerProcess,
    say,
    onNeeds: learn,
    onEnd: () => process.exit(0),
    now,
  })
  const onSignal = createSignalHandler({ stop: supervisor.stop, stopAtOnce: supervisor.stopAtOnce, now })
  // The last one: the terminal was closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  process.stdin.on('data', () => supervisor.start('pressed Return'))
  // Nobody reads any more: the end comes as a signal, and it is to be one in order.
  for (const stream of [process.stdin, process.stdout]) stream.on('error', () => {})
  supervisor.start()
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
