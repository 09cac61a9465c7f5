import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { bundleClient } from './bundle-client.ts'
import { copyAssets } from './copy-assets.ts'
import { embedSwaggerUi } from './embed-swagger-ui.ts'
import { embedWatchdog } from './embed-watchdog.ts'
import { publishDeclarations } from './publish-declarations.ts'
import { removeStale } from './remove-stale.ts'
import { root, workspacePackages } from './workspace-packages.ts'

/**
 * `npm run build`: makes of each package what is published of it, in its folder `dist`. With the folders of packages, as
 * `npm run build -- framework/client`, only of those and of what they need.
 */

const only = process.argv.slice(2)
const tsc = join(root, 'node_modules/typescript/bin/tsc')
execFileSync(
  process.execPath,
  [tsc, '-b', '--checkers', '1', ...(only.length === 0 ? ['tsconfig.build.json'] : only)],
  {
    cwd: root,
    stdio: 'inherit',
  },
)
for (const one of workspacePackages()) {
  removeStale(one)
  copyAssets(one)
}
publishDeclarations()
embedSwaggerUi()
await embedWatchdog()
await bundleClient()
