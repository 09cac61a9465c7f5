import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createSignalHandler } from './create-signal-handler.ts'

/**
 * `npm run dev`: the server under tsx, which starts it anew when a file that it has loaded is saved.
 *
 * tsx is out of reach of the terminal, in a process group of its own. One Ctrl-C would get to it twice, from the terminal
 * and from npm, and the second time it kills the server in the midst of stopping: players would get no `bye`.
 */
const watcher = spawn(
  process.execPath,
  [fileOf('tsx/cli'), 'watch', '--clear-screen=false', fileOf('./main.ts'), '--dev'],
  { detached: true, stdio: 'inherit' },
)
watcher.once('exit', (code) => process.exit(code ?? 1))

// The first one stops the server in order. A second one gets to tsx as such, too, and that means: at once.
const handOn = () => void watcher.kill('SIGTERM')
const onSignal = createSignalHandler({ stop: handOn, stopAtOnce: handOn, now: () => performance.now() })
// The last one: the terminal was closed.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)

function fileOf(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier))
}
