import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atFileEnd } from '../lanes/file-end.ts'

/** An empty folder outside of the project: nothing is installed there. It goes with the tests of the file. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-test-'))
  atFileEnd(() => rmSync(folder, { recursive: true }))
  return folder
}
