/** The modules that ship with the framework, by name. The module `foo` stands in `modules/foo/foo.ts`. */
export const shippedModules: readonly string[] = ['hello-grid', 'space-combat']
