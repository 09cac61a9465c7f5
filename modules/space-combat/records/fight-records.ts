import { type DeepReadonly, isoTime } from 'gridtick'
import { z } from 'zod'
import { type Encounter, kinds, type Participant, type RoundReport } from '../kinds.ts'
import { shipTypeSchema } from '../ship-type-schema.ts'
import { timeSchema } from './time-schema.ts'

/** The parts that the events and answers about a fight are made of. */

/** Records with one entry for each party have its id as the key. */
function byParty<Schema extends z.ZodType>(schema: Schema) {
  return z.record(z.string(), schema)
}

export const combatantTypeSchema = z.enum(['character', 'garrison'])

const participantSchema = z.strictObject({
  combatantId: z.string(),
  combatantType: combatantTypeSchema,
  name: z.string(),
  fighters: z.int(),
  shields: z.int(),
  maxFighters: z.int(),
  maxShields: z.int(),
  turnsPerWarp: z.int(),
  isEscapePod: z.boolean(),
  ownerCharacterId: z.string(),
  shipType: shipTypeSchema.nullable(),
})

export const participantsSchema = byParty(participantSchema)

/** After a round they say what it took. */
export const participantsAfterSchema = byParty(
  participantSchema.extend({ fightersDelta: z.int(), shieldsDelta: z.int() }),
)

export const headerSchema = z.strictObject({ combatId: z.string(), sector: z.int(), deadline: timeSchema })

/** Whether a round ended its fight, and how. */
export const endSchema = z.strictObject({ end: z.boolean(), result: z.string().nullable() })

const actionSchema = z.strictObject({
  action: kinds.encounter.shape.pending.element.shape.action,
  commit: z.int(),
  timedOut: z.boolean(),
  submittedAt: timeSchema,
  targetId: z.string().nullable(),
  /** Known to the captain alone who flees. */
  destinationSector: z.int().nullable(),
})

/** What happened in a round, by party, those who fled among them. */
export const roundMapsSchema = z.strictObject({
  actions: byParty(actionSchema),
  hits: byParty(z.int()),
  offensiveLosses: byParty(z.int()),
  defensiveLosses: byParty(z.int()),
  shieldLoss: byParty(z.int()),
  fightersRemaining: byParty(z.int()),
  shieldsRemaining: byParty(z.int()),
  fleeResults: byParty(z.boolean()),
})

/** A round as it is looked up later. */
export const knownRoundSchema = z.strictObject({
  round: z.int(),
  timestamp: timeSchema,
  ...endSchema.shape,
  ...roundMapsSchema.shape,
})

type RecordOf<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>
export type Participants = RecordOf<typeof participantsSchema>
export type KnownRound = RecordOf<typeof knownRoundSchema>

export function combatHeader({ id, data: { sector, deadline } }: Encounter): RecordOf<typeof headerSchema> {
  return { combatId: id, sector, deadline: isoTime(deadline) }
}

export function endOf({ result }: RoundReport): RecordOf<typeof endSchema> {
  return { end: result !== null, result }
}

/** Those who are in a fight, as all who are in it see them. */
export function participantRecords(participants: readonly Participant[]): Participants {
  return Object.fromEntries(participants.map((party) => [party.id, participantRecord(party)]))
}

/** The same after a round: it took 0 of those who were not in it. */
export function participantRecordsAfter(
  { entries }: RoundReport,
  participants: readonly Participant[],
): RecordOf<typeof participantsAfterSchema> {
  const taken = new Map(entries.map((entry) => [entry.id, entry]))
  return Object.fromEntries(
    participants.map((party) => {
      const { fightersDelta = 0, shieldsDelta = 0 } = taken.get(party.id) ?? {}
      return [party.id, { ...participantRecord(party), fightersDelta, shieldsDelta }]
    }),
  )
}

export function combatantType(kind: Participant['kind']): z.output<typeof combatantTypeSchema> {
  return kind === 'ship' ? 'character' : 'garrison'
}

function participantRecord(party: Participant): RecordOf<typeof participantSchema> {
  const { name, fighters, shields, maxFighters, maxShields, turnsPerWarp, isEscapePod, shipType } = party
  return {
    combatantId: party.id,
    combatantType: combatantType(party.kind),
    ...{ name, fighters, shields, maxFighters, maxShields, turnsPerWarp, isEscapePod },
    ownerCharacterId: party.ownerId,
    shipType,
  }
}

/** Where a flight was to go is known to that captain alone: to all others, and without a viewer, it is null. */
export function roundMaps({ entries }: RoundReport, viewerId: string | null): RecordOf<typeof roundMapsSchema> {
  const each = <Value>(pick: (entry: Entry) => Value): { readonly [id: string]: Value } =>
    Object.fromEntries(entries.map((entry) => [entry.id, pick(entry)]))
  return {
    actions: each((entry) => actionRecord(entry, viewerId)),
    hits: each(({ hits }) => hits),
    offensiveLosses: each(({ offensiveLosses }) => offensiveLosses),
    defensiveLosses: each(({ defensiveLosses }) => defensiveLosses),
    shieldLoss: each(({ shieldLoss }) => shieldLoss),
    fightersRemaining: each(({ fightersRemaining }) => fightersRemaining),
    shieldsRemaining: each(({ shieldsRemaining }) => shieldsRemaining),
    fleeResults: each(({ hasFled }) => hasFled),
  }
}

type Entry = RoundReport['entries'][number]

function actionRecord(
  { id, action, commit, timedOut, submittedAt, targetId, toSector }: Entry,
  viewerId: string | null,
): RecordOf<typeof actionSchema> {
  return {
    action,
    commit,
    timedOut,
    submittedAt: isoTime(submittedAt),
    targetId,
    destinationSector: id === viewerId ? toSector : null,
  }
}
