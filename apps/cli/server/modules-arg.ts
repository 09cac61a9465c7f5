/** The modules that a server is to run, in the place of the setting MODULES. */
export const modulesArg = {
  type: 'positional',
  description:
    'files of modules, or names of those that ship, with commas between them; without it, the setting MODULES',
  required: false,
} as const

/** What was typed goes before the setting, also for programs that this one starts. */
export function setModules(typed: string | undefined): void {
  if (typed !== undefined) process.env.MODULES = typed
}
