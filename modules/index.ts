/** The modules that ship with the framework, by name. The module `foo` stands in `modules/foo/foo.ts`. */
export const shippedModules: readonly string[] = ['hello-grid', 'space-combat']

/** Modules that stand here and cannot be served yet: they are played in turns, which zones do not run in this version. */
export const comingModules: readonly string[] = ['dominion']
