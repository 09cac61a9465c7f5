import { join, relative } from 'node:path'
import { packPackages } from './pack-packages.ts'
import { root } from './workspace-packages.ts'

/** `npm run pack`: writes each package as a file that `npm install` and `npm publish` take. */

const packed = await packPackages(join(root, 'dist'))
for (const [name, file] of packed) process.stdout.write(`${name.padEnd(24)} ${relative(process.cwd(), file)}\n`)
