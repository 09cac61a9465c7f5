import { workerData } from 'node:worker_threads'

/**
 * Begins the thread of the zones. JavaScript, so that it can import a loader before what needs one.
 *
 * @type {{ readonly imports: readonly string[], readonly program: string }}
 */
const { imports, program } = workerData

for (const url of imports) await import(url)
const { runZoneThread } = await import(program)
await runZoneThread()
