import { given, type Refused } from '@gridtick/protocol/codes'
import type { Json, PlayerId } from 'gridtick'
import type { Input, IntentInput } from '../inputs/input.ts'
import type { StepInputs } from '../inputs/step-inputs.ts'
import type { NewLogRow } from '../ports/storage/action-log-storage.ts'
import type { SettledSeq, StoredMember } from '../ports/storage/stored-zone.ts'
import type { IntentSettled } from '../ports/zone-answers.ts'
import type { Settlement } from '../zone/settlement.ts'
import type { StepRequest } from '../zone/step-plan.ts'
import type { Admission } from './admit-members.ts'

/** Gives each input its result: refused by the framework, refused by the module, or else applied. */
export function settleInputs(
  request: StepRequest,
  { inputs }: StepInputs,
  { refusals, members }: Admission,
  fromModule: {
    readonly refusals: ReadonlyMap<string, Refused>
    readonly details: ReadonlyMap<string, Json>
    readonly removePlayers: readonly PlayerId[]
  },
): Settlement {
  const { time, zoneId, committed, limits } = request
  const intents = new Map<IntentInput, IntentSettled>()
  const joins = new Map<Input, Refused>()
  const changed = new Map(members)
  const log: NewLogRow[] = []

  for (const input of inputs) {
    const refused = refusals.get(input)
    if (input.kind !== 'intent') {
      if (refused !== undefined) joins.set(input, refused)
      continue
    }
    const { id } = input.intent
    const settled = withDetails(
      intentResult(input, refused ?? fromModule.refusals.get(id), time.tick),
      fromModule.details.get(id),
    )
    intents.set(input, settled)
    log.push(logRow(zoneId, input, settled, time))
    const { playerId } = input.intent
    const member = changed.has(playerId) ? changed.get(playerId) : committed.members.get(playerId)
    if (input.seq !== undefined && member !== undefined)
      changed.set(playerId, withSettled(member, input.seq, settled, limits.settledSeqsMax))
  }
  for (const playerId of fromModule.removePlayers)
    if (changed.get(playerId) !== undefined || committed.members.has(playerId)) changed.set(playerId, undefined)
  return { inputs, intents, joins, members: changed, log }
}

function intentResult({ intent, seq }: IntentInput, refused: Refused | undefined, tick: number): IntentSettled {
  const names = seq === undefined ? { intentId: intent.id } : { intentId: intent.id, seq }
  if (refused === undefined) return { ...names, outcome: 'applied', tick }
  const { code, message, details } = refused
  const result = { ...names, outcome: 'refused', tick, code, message } as const
  return details === undefined ? result : { ...result, details: details as Json }
}

/** What the module says of an intent that was carried out. */
function withDetails(settled: IntentSettled, details: Json | undefined): IntentSettled {
  return settled.outcome === 'applied' && details !== undefined ? { ...settled, details } : settled
}

function withSettled(member: StoredMember, seq: number, settled: IntentSettled, settledSeqsMax: number): StoredMember {
  const { intentId = '', outcome, tick = 0, code, message, details } = settled
  const entry: SettledSeq = {
    seq,
    intentId,
    outcome,
    tick,
    ...given({ code, message, details }),
  }
  const all = [...member.settled, entry].sort((one, other) => one.seq - other.seq)
  return { ...member, lastSeq: Math.max(member.lastSeq, seq), settled: all.slice(-settledSeqsMax) }
}

function logRow(
  zoneId: string,
  input: IntentInput,
  { outcome, code }: IntentSettled,
  time: StepRequest['time'],
): NewLogRow {
  const { playerId, type, payload } = input.intent
  const hasFailed = code === 'intent_failed'
  return {
    at: time.now,
    zoneId,
    tick: time.tick,
    playerId,
    connectionId: input.connectionId,
    type,
    payload: payload as Json,
    result: hasFailed ? 'failed' : outcome,
    code: code ?? null,
  }
}
