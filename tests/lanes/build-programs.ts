import { execFileSync } from 'node:child_process'
import type { TestProject } from 'vitest/node'
import { bundleServer } from './bundle-server.ts'

/**
 * Builds the packages before the first test of a lane, so that no process has to compile what it runs. What has not
 * changed since the last build is not built again; where the lanes run one after the other, the first has built for all.
 */
export async function setup({ vitest }: TestProject): Promise<void> {
  if (process.env.GRIDTICK_IS_BUILT === 'true') return
  vitest.logger.log('Building the programs (npm run build)')
  execFileSync('npm', ['run', '-s', 'build'], { cwd: vitest.config.root, stdio: 'inherit' })
  await bundleServer()
}
