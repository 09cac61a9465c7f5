import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** What stands before a command so that it keeps to one core; nothing where it runs wherever the system lets it. */
export type Pinning = {
  readonly server: readonly string[]
  readonly load: readonly string[]
  /** For the reader of the figures. */
  readonly note: string
}

/** The server to core 0, the load to core 1, where this machine can do that. */
export function findPinning(): Pinning {
  const cores = availableParallelism()
  if (cores < 2) return unpinned(`not pinned: the machine has ${cores} core, which server and load share`)
  const probe = spawnSync('taskset', ['-c', '0', process.execPath, '-e', ''], { stdio: 'ignore' })
  if (probe.status !== 0) return unpinned('not pinned: there is no taskset here, or it may not choose cores 0 and 1')
  return { server: ['taskset', '-c', '0'], load: ['taskset', '-c', '1'], note: 'server on core 0, load on core 1' }
}

function unpinned(note: string): Pinning {
  return { server: [], load: [], note }
}
