import { helloGrid } from './hello-grid/hello-grid.ts'

/** The modules that ship with the framework. */
export const shippedModules = [helloGrid] as const
