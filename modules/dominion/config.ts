import type { DeepReadonly } from 'gridtick'
import { z } from 'zod'
import { balanceSchema } from './balance.ts'

/** Cells that a house needs at least, so that there are systems to settle. */
const cellsPerHouse = 32

/** What can be chosen for a game. */
export const configSchema = z
  .strictObject({
    width: z.int().min(8).max(64).default(24),
    height: z.int().min(8).max(64).default(24),
    /** Seats. The game begins when all are taken, or when all who are there say that they are ready. */
    houses: z.int().min(2).max(12).default(4),
    /** Turns after which the most prestige wins. */
    turns: z.int().min(1).max(1_000).default(60),
    /** Of all cells, those that are nebulae. */
    nebulae: z.number().min(0).max(0.3).default(0.04),
    /** Whether all see the prestige of all. */
    prestigeShown: z.boolean().default(true),
    balance: balanceSchema.prefault({}),
  })
  .refine(
    ({ width, height, houses }) => width * height >= houses * cellsPerHouse,
    `The grid is too small for so many houses: each needs ${cellsPerHouse} cells.`,
  )

export type DominionConfig = DeepReadonly<z.output<typeof configSchema>>
