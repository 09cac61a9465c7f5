import { mkdirSync, rmSync } from 'node:fs'

/**
 * The server as `npm start` runs it, in a folder that it makes, for as long as the process lives that started it; after
 * that it tidies up, and removes the folder.
 */

const [folder = ''] = process.argv.slice(2)
mkdirSync(folder, { mode: 0o700 })
process.chdir(folder)

function endAlone(): void {
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // Before it has started it does not listen to signals, and has nothing to finish.
  if (process.listenerCount('SIGTERM') > 0) process.kill(process.pid, 'SIGTERM')
  else process.exit()
}

// Listened to before anything is loaded: whoever started it may be gone before it has begun.
if (process.connected) process.once('disconnect', endAlone)
else endAlone()
await import('../../server/main.ts')
