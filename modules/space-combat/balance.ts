import { z } from 'zod'

/**
 * Every number of the game, with its unit and why it is what it is. A zone's config may replace any of them, each in one
 * place: `config.ts` says where.
 */

const share = z.number().min(0).max(1)
const count = z.int().min(0)

/** How a round is fought. The shape follows the order in which the numbers are used. */
export const combatSchema = z.strictObject({
  /** ms a round stays open: long enough to think, short enough that an idle enemy does not block a sector. */
  roundTimeoutMs: z.int().min(100).max(600_000).default(15_000),
  /** Mitigation for each shield: 1,000 shields are needed for the most there is. */
  mitigationPerShield: z.number().min(0).default(0.0005),
  /** Shields never stop more than half of what they could. */
  mitigationMax: share.default(0.5),
  /** Bracing makes shields a fifth better. */
  braceMitigationFactor: z.number().min(1).default(1.2),
  /** Chance to hit when nobody has shields. */
  hitBase: share.default(0.5),
  /** What the target's mitigation takes off that chance, and the attacker's adds to it. */
  hitTargetMitigation: share.default(0.6),
  hitAttackerMitigation: share.default(0.1),
  hitMin: share.default(0.15),
  hitMax: share.default(0.85),
  /** Chance to flee from somebody as slow as oneself; each turn per warp of difference changes it. */
  fleeBase: share.default(0.5),
  fleePerTurn: share.default(0.1),
  fleeMin: share.default(0.2),
  fleeMax: share.default(0.9),
  /** Shields lost for each fighter shot by others, rounded up; bracing saves a fifth of them. */
  shieldLossPerLoss: z.number().min(0).default(0.5),
  braceShieldLossFactor: share.default(0.8),
  /**
   * Who of equals fires first: `id`, always the lowest id, as the rules are explained; `shuffle`, by the chance of the round,
   * so that no id is luckier than another one.
   */
  firingTies: z.enum(['id', 'shuffle']).default('id'),
})

const salvageSchema = z.strictObject({
  /** ms a container stays: a quarter of an hour to come and get it. */
  ttlMs: z.int().min(1).default(900_000),
  /** The same of what is left of a garrison, if it is to be another time. */
  garrisonTtlMs: z.int().min(1).optional(),
  /** Scrap of a destroyed ship: its price divided by this, and at least `scrapMin`. */
  pricePerScrap: z.int().min(1).default(1_000),
  scrapMin: count.default(5),
  /** Scrap of a destroyed garrison: its fighters at entry divided by this. */
  fightersPerScrap: z.int().min(1).default(10),
})

export const balanceSchema = z.strictObject({
  combat: combatSchema.prefault({}),
  garrisons: z
    .strictObject({
      /** Share of its fighters that an offensive garrison sends each round, and the least it sends (if it has them). */
      offensiveShare: share.default(0.5),
      offensiveMin: count.default(50),
      defensiveShare: share.default(0.25),
      defensiveMin: count.default(25),
      /** What a toll garrison sends whose toll was not paid: `all` its fighters, so that nobody passes, or a `share` of them. */
      tollCommit: z.enum(['all', 'share']).default('all'),
      /** With `share`: the share, and the least it sends. A third lets a strong ship fight its way through. */
      tollCommitShare: share.default(0.33),
      tollCommitMin: count.default(50),
    })
    .prefault({}),
  ships: z
    .strictObject({
      /** What a new captain has. */
      startCredits: count.default(1_000),
      /** Credits an operator can bring one captain to: all of them together stay a number that can be counted. */
      grantedCreditsMax: count.default(1_000_000_000_000),
      /** Ships there can be, those of captains who left as well; above it no new captain is let in. */
      keptMax: z.int().min(1).max(50_000).default(10_000),
    })
    .prefault({}),
  warp: z
    .strictObject({
      /** Credits for a unit of warp power, at the depot in sector 0. */
      pricePerUnit: z.int().min(1).default(2),
      depotSector: count.default(0),
    })
    .prefault({}),
  trade: z
    .strictObject({
      /** Units a port holds of each commodity, at the most. */
      stockMax: z.int().min(1).default(1_000),
      /** How full a new port is of what it sells, and how hungry for what it buys. */
      initialFill: share.default(0.7),
      /** Price a port sells at: base · (sellBase + sellSlope · √need), where need = 1 − stock/max. */
      sellBase: z.number().min(0).default(0.75),
      sellSlope: z.number().min(0).default(0.35),
      /** Price a port buys at: base · (buyBase + buySlope · √need). */
      buyBase: z.number().min(0).default(0.9),
      buySlope: z.number().min(0).default(0.4),
      /** Credits: the price that the formulas start from. */
      basePrices: z
        .strictObject({
          fuel_ore: z.int().min(1).default(25),
          organics: z.int().min(1).default(10),
          equipment: z.int().min(1).default(40),
        })
        .prefault({}),
      /** Share of a port's capacity that a regeneration brings or takes. */
      regenerateShare: share.default(0.25),
    })
    .prefault({}),
  salvage: salvageSchema.prefault({}),
  chat: z
    .strictObject({
      /** Characters of one message. */
      lengthMax: z.int().min(1).max(2_000).default(512),
      /** ms between two messages of one captain. */
      intervalMs: count.default(1_000),
      /** Messages to all that are kept; the oldest is forgotten. */
      keptMax: z.int().min(1).max(1_000).default(200),
      /** Direct messages that are kept for each captain who sent or got them; the oldest is forgotten. */
      directKeptMax: z.int().min(1).max(100).default(50),
      /** Characters of JSON that they have, as they must fit into one entity: the oldest are forgotten, never the last. */
      directCharactersMax: z.int().min(1).max(20_000).default(20_000),
      /** Characters of JSON that one answer with messages has at the most; of more, the oldest are left out. */
      answerCharactersMax: z.int().min(1).max(250_000).default(200_000),
    })
    .prefault({}),
  sight: z
    .strictObject({
      /** Ships of others that a captain sees in one sector, and that a status lists; of more, those with the lowest ids. */
      shipsMax: z.int().min(1).max(500).default(500),
      listedShipsMax: z.int().min(1).max(200).default(100),
      /** Containers that a status lists; of more, those with the lowest ids. */
      listedSalvageMax: z.int().min(1).max(50).default(50),
    })
    .prefault({}),
  maps: z
    .strictObject({
      /** Warps around a sector that a local map shows unless told otherwise, and at the most. */
      hopsDefault: count.default(3),
      hopsMax: count.default(10),
      /** Sectors of one local map, and of one page of the map of all that is known: an answer has a bound. */
      localSectorsMax: z.int().min(1).max(1_000).default(256),
      pageSectorsMax: z.int().min(1).max(600).default(500),
    })
    .prefault({}),
  encounters: z
    .strictObject({
      /** Parties of one fight, which must fit into one entity and one event. Who comes later is not drawn in. */
      partiesMax: z.int().min(2).max(40).default(40),
      /** Captains who fled and will hear of the end; who fled first is forgotten first. */
      fledMax: z.int().min(1).max(100).default(100),
    })
    .prefault({}),
  records: z
    .strictObject({
      /** Finished fights that can still be looked up; the oldest is forgotten. */
      finishedMax: z.int().min(0).max(1_000).default(1_000),
      /** Rounds kept in the log of one fight; the oldest is forgotten. */
      roundsMax: z.int().min(1).max(1_000).default(50),
      /** Actions kept in the log of one fight, as it must fit into one entity: the oldest rounds are forgotten, never the last. */
      loggedActionsMax: z.int().min(1).max(80).default(80),
    })
    .prefault({}),
})

export type Balance = z.output<typeof balanceSchema>
export type CombatBalance = Balance['combat']
export type GarrisonBalance = Balance['garrisons']

/** The numbers as they are when a zone changes none of them. */
export const balance: Balance = balanceSchema.parse({})

/** How regions are generated: the numbers that make a map, and what it promises. */
export const worldShape = {
  /** Cells from one sector to the next. As wide as a bucket of the grid's index, so that looking into a sector meets no other. */
  cellsApart: 8,
  /** Cells by which a sector is off the lines, at the most. */
  jitterCells: 4,
  /** Dead ends, two sectors long, for each sector there is; there is one at least. */
  deadEndShare: 0.02,
  /** Warps that a sector wants beside those of the tree, and how likely such a one can be flown back. */
  extraWarpsMin: 1,
  extraWarpsMax: 2,
  twoWayChance: 0.05,
  /** Share of sectors with a port, and of ports with an opposite one within two warps. */
  portShare: 0.38,
  pairedShareMin: 0.7,
}
