import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { linkPackages } from '../../link-packages.ts'
import { buildCheckout, type Checkout, root } from './build-programs.ts'
import { atEnd } from './on-interrupt.ts'
import { runCommand } from './run-command.ts'

/** Checks another commit out in a folder of its own, for the time of this run, and builds it. */
export async function checkOut(ref: string, tell: (text: string) => void): Promise<Checkout> {
  const commit = await resolveCommit(ref)
  tell(`building ${ref} (${commit.slice(0, 10)})`)
  const parent = await mkdtemp(join(tmpdir(), 'gridtick-bench-'))
  const folder = join(parent, 'checkout')
  atEnd(async () => {
    await git('worktree', 'remove', '--force', folder).catch(() => git('worktree', 'prune'))
    await rm(parent, { recursive: true, force: true })
  })
  await git('worktree', 'add', '--detach', folder, commit)
  await provideModules(folder)
  try {
    return await buildCheckout({ name: ref, folder })
  } catch (error) {
    throw new Error(`${ref} cannot be built, or is older than the packages that are measured.`, { cause: error })
  }
}

async function resolveCommit(ref: string): Promise<string> {
  try {
    return (await git('rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`)).trim()
  } catch (error) {
    throw new Error(`--against: git knows no commit "${ref}".`, { cause: error })
  }
}

/** What is installed here, where that is the same; otherwise its own. */
async function provideModules(folder: string): Promise<void> {
  const [ours, theirs] = await Promise.all(
    [root, folder].map((one) => readFile(join(one, 'package-lock.json'), 'utf8')),
  )
  if (ours === theirs) linkPackages(root, folder)
  else await runCommand('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder })
}

function git(...rest: string[]): Promise<string> {
  return runCommand('git', rest, { cwd: root })
}
