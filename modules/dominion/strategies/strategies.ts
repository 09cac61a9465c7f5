import { raider } from './raider.ts'
import { settler } from './settler.ts'
import type { Strategy } from './strategy.ts'
import { turtle } from './turtle.ts'

/** Programs that play a house, by name. They see nothing but the view of their player. */
export const strategies: { readonly [Name in 'settler' | 'turtle' | 'raider']: Strategy } = { settler, turtle, raider }
