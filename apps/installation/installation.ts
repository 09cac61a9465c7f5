import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Whether these programs run as they are written, in the repository of Gridtick; otherwise they were built and installed. */
export const isRepository = import.meta.url.endsWith('.ts')

/** What the names of files with code end with. */
export const codeEnding = isRepository ? '.ts' : '.js'

/** The folder of the repository, or of the installed package. */
export const ownFolder = fileURLToPath(new URL('../../', import.meta.url))

/** The folder of the modules that ship: each has one of its own there. */
export const modulesFolder = dirname(createRequire(import.meta.url).resolve('@gridtick/modules'))
