import type { DeepReadonly, EntityOf } from 'gridtick'
import { z } from 'zod'
import { cargoSchema } from './commodities.ts'
import { shipTypeSchema } from './ship-type-schema.ts'

/** Everything there is in a region. Lists rather than records where keys come and go: a list is replaced as a whole. */

const sectorNumber = z.int().min(0)
const units = z.int().min(0)
const timeMs = z.number()

const sector = z.strictObject({
  sector: sectorNumber,
  /** Outgoing, as they were laid. */
  warps: z.array(sectorNumber),
  port: z.strictObject({ class: z.int().min(1).max(8), stock: cargoSchema }).nullable(),
})

/** Owned by its captain. It stays when the captain leaves. */
const ship = z.strictObject({
  name: z.string(),
  shipType: shipTypeSchema,
  sector: sectorNumber,
  fighters: units,
  shields: units,
  warpPower: units,
  cargo: cargoSchema,
  credits: units,
  /** When the last message was sent; 0: never. */
  messageAt: timeMs,
})

const garrisonMode = z.enum(['offensive', 'defensive', 'toll'])

/** Owned by the captain who deployed it. Its id is {@link garrisonId}. */
const garrison = z.strictObject({
  sector: sectorNumber,
  ownerName: z.string(),
  fighters: z.int().min(1),
  mode: garrisonMode,
  tollAmount: units,
  /** Tolls that were paid and not collected. */
  tollBalance: units,
  /** Of the first deployment. */
  deployedAt: timeMs,
})

/** What one captain knows of 64 neighbouring sectors: a move rewrites one small entity. */
const chart = z.strictObject({
  block: z.int().min(0),
  sectors: z.array(
    z.strictObject({
      sector: sectorNumber,
      visitedAt: timeMs,
      warps: z.array(sectorNumber),
      port: z.strictObject({ class: z.int(), stock: cargoSchema, observedAt: timeMs }).nullable(),
    }),
  ),
})

const salvage = z.strictObject({
  sector: sectorNumber,
  cargo: cargoSchema,
  scrap: units,
  credits: units,
  createdAt: timeMs,
  /** At this time it is gone. */
  expiresAt: timeMs,
  victorId: z.string().nullable(),
  /** Whose it was: of a garrison, its owner. */
  loserId: z.string(),
  loserName: z.string(),
  shipType: shipTypeSchema.nullable(),
  combatId: z.string(),
  /** ms it stays when its fight is over. Not there: as long as all do. */
  ttlMs: z.int().min(1).optional(),
})

const partyKind = z.enum(['ship', 'garrison'])

const participant = z.strictObject({
  /** The id of the player, or of the garrison. */
  id: z.string(),
  kind: partyKind,
  name: z.string(),
  /** Whose side it is on. */
  ownerId: z.string(),
  shipType: shipTypeSchema.nullable(),
  /** Pods take no part in fights. Only those of earlier releases have some in them. */
  isEscapePod: z.boolean(),
  fighters: units,
  shields: units,
  maxFighters: units,
  maxShields: units,
  turnsPerWarp: units,
  /** Fighters when it came into this fight. */
  fightersAtEntry: units,
  /** Hits in this fight so far. */
  hits: units,
})

const roundAction = z.strictObject({
  id: z.string(),
  action: z.enum(['attack', 'brace', 'flee', 'pay']),
  commit: units,
  targetId: z.string().nullable(),
  toSector: sectorNumber.nullable(),
  submittedAt: timeMs,
})

const toll = z.strictObject({
  garrisonId: z.string(),
  ownerId: z.string(),
  amount: units,
  /** Chosen once; null: nobody was there to ask. */
  targetId: z.string().nullable(),
  isPaid: z.boolean(),
  paidRound: z.int().nullable(),
  /** The round in which it demands and does not shoot. */
  demandRound: z.int(),
})

/** One round as it was fought. The maps of the wire are lists here, one entry for each who took part. */
const roundReport = z.strictObject({
  round: z.int(),
  at: timeMs,
  result: z.string().nullable(),
  entries: z.array(
    z.strictObject({
      id: z.string(),
      action: roundAction.shape.action,
      commit: units,
      targetId: z.string().nullable(),
      /** Only the fleer's own; shown to nobody else. */
      toSector: sectorNumber.nullable(),
      timedOut: z.boolean(),
      submittedAt: timeMs,
      hits: units,
      offensiveLosses: units,
      defensiveLosses: units,
      shieldLoss: units,
      fightersRemaining: units,
      shieldsRemaining: units,
      fightersDelta: z.int(),
      shieldsDelta: z.int(),
      hasFled: z.boolean(),
    }),
  ),
})

/** A fight that goes on. At most one in a sector. Its id is the combat id. */
const encounter = z.strictObject({
  sector: sectorNumber,
  round: z.int().min(1),
  deadline: timeMs,
  /** Secret: who knows it can foretell the shots. */
  seed: z.string(),
  initiatorId: z.string(),
  reason: z.enum(['manual', 'garrison_auto', 'garrison_deploy_auto']),
  createdAt: timeMs,
  participants: z.array(participant),
  pending: z.array(roundAction),
  tolls: z.array(toll),
  /** Captains who fled; they hear of the end. */
  fled: z.array(z.string()),
  /** Captains whose ship was shot down, and who are in it no more; they hear of the end. Not there: none. */
  downed: z.array(z.string()).optional(),
  /** Whom the fight was meant for. Null, or not there in fights of earlier releases: for nobody by name. */
  target: z.strictObject({ id: z.string(), kind: partyKind }).nullable().optional(),
  log: z.array(roundReport),
})

/** A fight that is over, kept to be looked up. */
const battle = z.strictObject({
  /** Grows with each; the lowest is forgotten first. */
  number: z.int(),
  combatId: z.string(),
  sector: sectorNumber,
  endedAt: timeMs,
  result: z.string(),
  /** Players who may look at it. */
  witnesses: z.array(z.string()),
  participants: z.array(participant),
  log: z.array(roundReport),
})

const wording = {
  at: timeMs,
  fromId: z.string(),
  fromName: z.string(),
  content: z.string(),
}

/** A message to all. Those of earlier releases may be to one captain, and are numbered together with those to all. */
const message = z.strictObject({
  ...wording,
  number: z.int().min(1),
  scope: z.enum(['broadcast', 'direct']),
  toId: z.string().nullable(),
  toName: z.string().nullable(),
})

/**
 * The direct messages that one captain sent and got, owned by that captain. Each end has a copy of its own, so what is
 * kept, and how it is numbered, follows from what that captain knows alone.
 */
const mailbox = z.strictObject({
  /** Oldest first. There is one at least. */
  letters: z
    .array(
      z.strictObject({
        ...wording,
        /** Counts the letters of this captain. */
        number: z.int().min(1),
        /** The number of the last message to all before it; 0: there was none. */
        after: z.int().min(0),
        toId: z.string(),
        toName: z.string(),
      }),
    )
    .min(1),
})

export const kinds = { sector, ship, garrison, chart, salvage, encounter, battle, message, mailbox }

export type Thing = EntityOf<typeof kinds>
export type Sector = Extract<Thing, { kind: 'sector' }>
export type Ship = Extract<Thing, { kind: 'ship' }>
export type Garrison = Extract<Thing, { kind: 'garrison' }>
export type Chart = Extract<Thing, { kind: 'chart' }>
export type Salvage = Extract<Thing, { kind: 'salvage' }>
export type Encounter = Extract<Thing, { kind: 'encounter' }>
export type Battle = Extract<Thing, { kind: 'battle' }>
export type Message = Extract<Thing, { kind: 'message' }>
export type Mailbox = Extract<Thing, { kind: 'mailbox' }>
export type Letter = Mailbox['data']['letters'][number]
export type Participant = Encounter['data']['participants'][number]
export type PendingAction = Encounter['data']['pending'][number]
export type Toll = Encounter['data']['tolls'][number]
export type RoundReport = Encounter['data']['log'][number]

/** Zone-wide counters. */
export const stateSchema = z.strictObject({
  sectors: z.int().min(1),
  /** The number of the next message to all. */
  nextMessage: z.int().min(1).default(1),
  /**
   * Messages to all and to one captain that an earlier release numbered together; 0 in regions of this one. Not there until
   * this one has numbered a message.
   */
  numberedTogether: z.int().min(0).optional(),
  nextBattle: z.int().min(1).default(1),
})
export type RegionState = DeepReadonly<z.output<typeof stateSchema>>

export function sectorId(sector: number): string {
  return `sector:${sector}`
}

export function shipId(playerId: string): string {
  return `ship:${playerId}`
}

/** Only so many are kept, so the next one tells which is the oldest. */
export function messageId(number: number): string {
  return `message:${number}`
}

/** There is one for each captain who sent or got a direct message. */
export function mailboxId(playerId: string): string {
  return `mailbox:${playerId}`
}

export function garrisonId(sector: number, ownerId: string): string {
  return `garrison:${sector}:${ownerId}`
}

/** The record of a fight that is over. */
export function battleId(combatId: string): string {
  return `battle:${combatId}`
}

/** Sectors that one chart covers. */
export const chartSectors = 64

export function chartId(playerId: string, sector: number): string {
  return `chart:${playerId}:${Math.floor(sector / chartSectors)}`
}
