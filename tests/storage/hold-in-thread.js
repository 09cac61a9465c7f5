import { parentPort, workerData } from 'node:worker_threads'
import { openLibsqlStorage } from '@gridtick/storage-sqlite'
import { createGateKeeper } from '../../framework/server/src/zones/thread/storage-gate.js'

/** A thread that has a database open, as it was built, and is ended by the test that started it. */
const { url, how, gate } = workerData
const keeper = createGateKeeper(gate)
const log = () => {}
const logger = { debug: log, info: log, warn: log, error: log }
const storage = await openLibsqlStorage({
  url,
  sync: 'full',
  logger,
  // Its log is moved all the time, too.
  limits: { databaseLogBytes: 40_000 },
  onWork: () => keeper.enter(),
  onDuration: () => keeper.leave(),
})
await storage.clock.storeClock(1)
parentPort.postMessage('open')
if (how === 'idle') setInterval(() => {}, 1_000)
if (how === 'spin') for (;;);
for (let at = 2; how === 'write'; at++) await storage.clock.storeClock(at)
