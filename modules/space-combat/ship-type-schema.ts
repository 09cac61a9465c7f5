import { z } from 'zod'
import { shipTypeNames } from './ship-types.ts'

/** Apart from the table, so that a page can have the table without zod. */
export const shipTypeSchema = z.enum(shipTypeNames)
