/** What a new game is written with; the command line writes modules with it, too. */

export { fillIn } from './fill-in.ts'
export { makeFolder } from './make-folder.ts'
export type { ModuleName } from './module-name.ts'
export { NameError } from './name-error.ts'
export { readModuleName } from './read-module-name.ts'
export { rename, type Template, templates } from './templates.ts'
export { writeFiles } from './write-files.ts'
