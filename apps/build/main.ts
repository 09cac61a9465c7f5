import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { bundleClient } from './bundle-client.ts'
import { copyAssets } from './copy-assets.ts'
import { removeStale } from './remove-stale.ts'
import { root, workspacePackages } from './workspace-packages.ts'

/** `npm run build`: makes of each package what is published of it, in its folder `dist`. */

execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
for (const one of workspacePackages()) {
  removeStale(one)
  copyAssets(one)
}
await bundleClient()
