import { workerData } from 'node:worker_threads'

/** Long enough for a server that can still stop in order. */
const graceMs = 3_000
const lookEveryMs = 1_000

/** @type {number} */
const parent = workerData
let goneMs = 0

// A thread of its own: it goes on while a module's endless loop holds the server.
setInterval(() => {
  if (process.ppid === parent) return
  goneMs += lookEveryMs
  if (goneMs > graceMs) process.kill(process.pid, 'SIGKILL')
}, lookEveryMs)
