import type { DeepReadonly } from 'gridtick'
import { z } from 'zod'
import { type Balance, balanceSchema, combatSchema, balance as usual } from './balance.ts'

const { ttlMs, ...salvage } = balanceSchema.shape.salvage.unwrap().shape
const garrisons = balanceSchema.shape.garrisons.unwrap()
const chat = balanceSchema.shape.chat.unwrap()

/**
 * What can be chosen for a region. Each number of balance.ts has one place here: those of a round are in `combat`, the
 * life of a container is `salvageTtlMs`, all others are in `balance`. What came after the first release is optional, as it
 * is not in the configs of older zones, and those must fit (MOD-20).
 */
export const configSchema = z.strictObject({
  /** The ten sectors that the rules are explained with, or a generated region. Without a seed it is the zone's own. */
  map: z
    .union([
      z.literal('fixture'),
      z
        .strictObject({
          sectors: z.int().min(10).max(5_000).default(100),
          seed: z
            .union([z.int(), z.string().min(1).max(100)])
            .optional()
            .describe("if not given, the zone's own"),
        })
        .meta({ title: 'Generated' }),
    ])
    .prefault({}),
  combat: combatSchema.extend({ firingTies: combatSchema.shape.firingTies.optional() }).prefault({}),
  salvageTtlMs: ttlMs,
  balance: balanceSchema
    .omit({ combat: true })
    .extend({
      garrisons: garrisons
        .extend({
          tollCommit: garrisons.shape.tollCommit.optional(),
          tollCommitShare: garrisons.shape.tollCommitShare.optional(),
          tollCommitMin: garrisons.shape.tollCommitMin.optional(),
        })
        .prefault({}),
      salvage: z.strictObject(salvage).prefault({}),
      chat: chat
        .extend({
          directKeptMax: chat.shape.directKeptMax.optional(),
          directCharactersMax: chat.shape.directCharactersMax.optional(),
        })
        .prefault({}),
    })
    .prefault({}),
  /** Where new captains begin. */
  startSector: z.int().min(0).max(4_999).default(0),
  /** Members at the same time. */
  playersMax: z.int().min(1).max(1_000).default(1_000),
})

export type RegionConfig = DeepReadonly<z.output<typeof configSchema>>

/** The numbers that hold in a region. */
export function balanceOf({ combat, salvageTtlMs, balance }: RegionConfig): Balance {
  const { tollCommit, tollCommitShare, tollCommitMin } = balance.garrisons
  const { directKeptMax, directCharactersMax } = balance.chat
  return {
    ...balance,
    combat: { ...combat, firingTies: combat.firingTies ?? usual.combat.firingTies },
    garrisons: {
      ...balance.garrisons,
      tollCommit: tollCommit ?? usual.garrisons.tollCommit,
      tollCommitShare: tollCommitShare ?? usual.garrisons.tollCommitShare,
      tollCommitMin: tollCommitMin ?? usual.garrisons.tollCommitMin,
    },
    salvage: { ...balance.salvage, ttlMs: salvageTtlMs },
    chat: {
      ...balance.chat,
      directKeptMax: directKeptMax ?? usual.chat.directKeptMax,
      directCharactersMax: directCharactersMax ?? usual.chat.directCharactersMax,
    },
  }
}
