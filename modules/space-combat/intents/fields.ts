import { z } from 'zod'

/** Parts of what intents carry. */
export const fields = {
  sector: z.int().min(0),
  units: z.int().min(1),
  playerId: z.string().min(1).max(64),
  garrisonMode: z.enum(['offensive', 'defensive', 'toll']),
  tollAmount: z.int().min(0).optional(),
}
