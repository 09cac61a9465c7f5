import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freshFolder } from './fresh-folder.ts'

const source = fileURLToPath(new URL('./frozen-disk.c', import.meta.url))

/** Such a disk needs a C compiler, and a system that lets a library stand before its own. */
export const canFreeze = process.platform === 'linux' && spawnSync('cc', ['--version']).status === 0

/** A disk that freezes on request. `settings` are for the server that is to have it. */
export function createFrozenDisk() {
  const folder = freshFolder()
  const library = join(folder, 'frozen-disk.so')
  const sign = join(folder, 'frozen')
  const note = join(folder, 'waited-for')
  execFileSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl'])
  return {
    settings: { LD_PRELOAD: library, FROZEN_WHILE: sign, FROZEN_NOTE: note },
    freeze: () => writeFileSync(sign, ''),
    thaw: () => rmSync(sign, { force: true }),
    /** Whether somebody waits for it, or has. */
    isWaitedFor: () => existsSync(note),
  }
}
