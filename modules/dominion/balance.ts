import type { DeepReadonly } from 'gridtick'
import { z } from 'zod'

const number = z.number().min(0).max(100_000)
const units = z.int().min(0).max(100_000)

function ship(usual: Record<'cost' | 'attack' | 'defence' | 'hull' | 'speed' | 'cargo' | 'shipyard', number>) {
  return z
    .strictObject({
      /** In credits. */
      cost: z.int().min(1).max(100_000).default(usual.cost),
      attack: number.default(usual.attack),
      defence: number.default(usual.defence),
      hull: z.int().min(1).max(1_000).default(usual.hull),
      /** Cells a turn. */
      speed: z.int().min(0).max(16).default(usual.speed),
      /** Colonists, and for a carrier fighters. */
      cargo: units.default(usual.cargo),
      /** The level of the shipyard that builds it. */
      shipyard: z.int().min(0).max(10).default(usual.shipyard),
    })
    .prefault({})
}

const classes = z
  .strictObject({
    scout: ship({ cost: 20, attack: 0, defence: 1, hull: 1, speed: 4, cargo: 0, shipyard: 1 }),
    frigate: ship({ cost: 40, attack: 3, defence: 2, hull: 3, speed: 3, cargo: 0, shipyard: 1 }),
    cruiser: ship({ cost: 110, attack: 8, defence: 7, hull: 9, speed: 2, cargo: 0, shipyard: 2 }),
    carrier: ship({ cost: 160, attack: 2, defence: 8, hull: 10, speed: 2, cargo: 6, shipyard: 3 }),
    transport: ship({ cost: 60, attack: 0, defence: 1, hull: 3, speed: 2, cargo: 20, shipyard: 1 }),
    starbase: ship({ cost: 200, attack: 12, defence: 14, hull: 20, speed: 0, cargo: 0, shipyard: 2 }),
  })
  .prefault({})

const fighter = z
  .strictObject({
    cost: z.int().min(1).max(10_000).default(10),
    attack: number.default(2),
    defence: number.default(1),
  })
  .prefault({})

/** What a house begins with. */
const start = z
  .strictObject({
    treasury: units.default(300),
    population: z.int().min(1).max(1_000).default(40),
    industry: units.default(20),
    shipyard: z.int().min(0).max(10).default(1),
    scouts: units.default(2),
    frigates: units.default(2),
    transports: units.default(1),
  })
  .prefault({})

const economy = z
  .strictObject({
    /** Credits that each colonist pays in a turn at a tax of 100 %. */
    taxYield: number.default(1),
    /** The part of production that each colony after the first costs all of them, */
    strainPerColony: number.default(0.02),
    /** and the most that it comes to. */
    strainMax: z.number().min(0).max(1).default(0.4),
    /** Of the cost of a ship, each turn. */
    upkeep: z.number().min(0).max(1).default(0.03),
    /** Of the cost of a ship, to bring it back from mothballs. */
    reactivation: z.number().min(0).max(1).default(0.1),
    /** Of the cost of a ship that is scrapped over a colony of its house. */
    scrapValue: z.number().min(0).max(1).default(0.25),
    /** Credits that a colony can build for in a turn: for each industry, and for each level of its shipyard. */
    buildPerIndustry: number.default(2),
    buildPerShipyard: number.default(20),
    industryCost: z.int().min(1).max(10_000).default(10),
    industryPerMineral: z.int().min(1).max(1_000).default(10),
    /** Times the level that it reaches. */
    shipyardCost: z.int().min(1).max(10_000).default(60),
    shipyardMax: z.int().min(1).max(10).default(5),
    /** Times the level that is reached. */
    researchCost: z.int().min(1).max(100_000).default(80),
    levelMax: z.int().min(1).max(100).default(20),
  })
  .prefault({})

const people = z
  .strictObject({
    /** Growth of a small colony, each turn. */
    growth: number.default(0.1),
    /** A colony holds so many for each point of habitat. */
    perHabitat: z.int().min(1).max(1_000).default(10),
    /** Industry that comes of the transport that lands a new colony. */
    landedIndustry: units.default(2),
  })
  .prefault({})

const war = z
  .strictObject({
    roundsMax: z.int().min(1).max(20).default(8),
    /** Rounds after which evasive fleets may break off, and their chance for each cell of speed. */
    breakOffAfter: z.int().min(0).max(20).default(2),
    breakOffPerSpeed: z.number().min(0).max(1).default(0.2),
    /** A hit takes so many points of hull for each point of attack, one at least. */
    damagePerAttack: number.default(0.34),
    /** Of attack and defence, for each level of weapons and hulls. */
    perLevel: number.default(0.1),
    /** What an aggressive stance adds to attack and takes from defence, and a defensive one the other way round. */
    stance: z.number().min(0).max(0.9).default(0.1),
    /** Industry that is lost for each point of attack of those who bombard. */
    bombardment: number.default(0.1),
    /** What a level of the shipyard adds to those who defend a colony. */
    defencePerShipyard: number.default(0.2),
  })
  .prefault({})

const prestige = z
  .strictObject({
    /** Each turn, for so many colonists one. */
    populationPerPoint: z.int().min(1).max(10_000).default(30),
    colonised: units.default(3),
    conquered: units.default(30),
    lost: units.default(20),
    /** For so many credits of enemy ships one. */
    wreckPerPoint: z.int().min(1).max(10_000).default(25),
    declaredWar: units.default(3),
    mothballed: units.default(1),
  })
  .prefault({})

const victory = z
  .strictObject({
    /** A greater share of all population than this, */
    share: z.number().min(0.3).max(1).default(0.6),
    /** for so many turns in a row. */
    turns: z.int().min(1).max(100).default(3),
  })
  .prefault({})

/** All numbers of the rules, with what is usual. */
export const balanceSchema = z.strictObject({
  ...{ classes, fighter, start, economy, people, war, prestige, victory },
  /** Cells that a fleet or colony sees without any technology. */
  sensors: z.int().min(0).max(16).default(2),
  /** Turns that a fleet which was seen is remembered. */
  sightingTurns: z.int().min(1).max(100).default(8),
})

export type Balance = DeepReadonly<z.output<typeof balanceSchema>>
