import { rmSync } from 'node:fs'
import '../../server/main.ts'

/**
 * The server as `npm start` runs it, for as long as the process lives that started it; after that it tidies up, and
 * removes the folder that it was given.
 */

const [folder] = process.argv.slice(2)

process.on('disconnect', () => {
  process.once('exit', () => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })
  process.kill(process.pid, 'SIGTERM')
})
