import { helloGrid } from './hello-grid/hello-grid.ts'
import { spaceCombat } from './space-combat/space-combat.ts'

/** The modules that ship with the framework. */
export const shippedModules = [helloGrid, spaceCombat] as const
