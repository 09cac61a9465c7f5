import type { Refused } from '@gridtick/protocol/codes'
import type { MembershipChange, PlayerId, ZonePlayer } from 'gridtick'
import { type AnyZoneBase, isObject } from 'gridtick/internal'
import type { Input, IntentInput, MembershipInput } from '../inputs/input.ts'
import type { StepInputs } from '../inputs/step-inputs.ts'
import { aPromise } from '../kernel/a-promise.ts'
import { show } from '../kernel/show-value.ts'
import { checkRefusal } from '../module/check-refusal.ts'
import { badResult, type ModuleFault, thrownBy } from '../module/module-fault.ts'
import { inside, returnedBy } from '../module/result-place.ts'
import type { StoredMember } from '../ports/storage/stored-zone.ts'
import type { Actor } from '../ports/zone-requests.ts'
import type { StepRequest } from '../zone/step-plan.ts'
import { type MemberChanges, playersAfter } from '../zone/zone-players.ts'

/** The memberships of a step as they are after its inputs, before the module ran. */
export type Admission = {
  readonly membership: readonly MembershipChange[]
  /** Intents that reach the module. */
  readonly intents: readonly IntentInput[]
  /** Inputs that are settled without the module. */
  readonly refusals: ReadonlyMap<Input, Refused>
  /** Members who are new or changed, and those who are gone. */
  readonly members: MemberChanges
  readonly faults: readonly ModuleFault[]
}

/**
 * Goes through the inputs in their order: joins are asked of the module one by one, each on the members that those
 * before it left, so that a cap holds exactly; an intent counts only if its player is a member at its place in the
 * order.
 */
export function admitMembers(request: StepRequest, { inputs, condemned }: StepInputs): Admission {
  const running = new RunningMembers(request)
  const membership: MembershipChange[] = []
  const intents: IntentInput[] = []
  const refusals = new Map<Input, Refused>()
  const faults: ModuleFault[] = []

  const tell = (playerId: PlayerId, displayName: string, change: MembershipChange['change']) =>
    membership.push(Object.freeze({ playerId, displayName, change }))

  const settleMembership = (input: MembershipInput, isTold: boolean) => {
    if (input.kind === 'join') {
      if (running.get(input.player.playerId) !== undefined) return
      const refused = isTold ? askModule(request, running, input.player, faults) : joinFailed
      if (refused !== undefined) refusals.set(input, refused)
      else {
        running.join(input.player)
        tell(input.player.playerId, input.player.displayName, 'joined')
      }
      return
    }
    const member = running.get(input.playerId)
    if (input.kind === 'leave') {
      const displayName = input.departed?.displayName ?? member?.displayName
      if (member !== undefined) running.leave(input.playerId)
      if (displayName !== undefined && isTold) tell(input.playerId, displayName, 'left')
    } else if (member !== undefined) {
      running.put({ ...member, disconnectedAt: input.change === 'connected' ? null : request.time.now })
      if (isTold) tell(input.playerId, member.displayName, input.change)
    }
  }

  const settleIntent = (input: IntentInput) => {
    if (input.isDiscarded) refusals.set(input, discarded)
    else if (!input.isDebug && running.get(input.intent.playerId) === undefined) refusals.set(input, notAMember)
    else intents.push(input)
  }

  for (const input of inputs) {
    const isCondemned = condemned.has(input)
    if (input.kind !== 'intent') settleMembership(input, !isCondemned)
    else if (isCondemned) refusals.set(input, input.isDiscarded ? discarded : intentFailed)
    else settleIntent(input)
  }
  return { membership, intents, refusals, members: running.changes, faults }
}

const joinFailed: Refused = { code: 'join_failed', message: 'The game failed on this join. It was reported.' }
const intentFailed: Refused = { code: 'intent_failed', message: 'The game failed on this intent. It was reported.' }
const notAMember: Refused = { code: 'not_a_member', message: 'You are not in this zone. Subscribe to join it.' }
const discarded: Refused = { code: 'discarded', message: 'An operator discarded this intent.' }

/** Undefined: the player may join. */
function askModule(
  request: StepRequest,
  running: RunningMembers,
  player: Actor,
  faults: ModuleFault[],
): Refused | undefined {
  if (running.size >= request.limits.membersMax)
    return { code: 'overloaded', message: 'This zone has as many members as the server allows.' }
  try {
    const base = running.base()
    const call = { module: request.module.name, hook: 'canJoin', zoneId: request.zoneId, playerId: player.playerId }
    const verdict = request.running.run(call, () =>
      request.module.canJoin({ base, player: Object.freeze({ ...player }) }),
    )
    if (request.running.isPromise(call, verdict)) throw badResult(returnedBy('canJoin'), aPromise)
    return readVerdict(verdict, request)
  } catch (error) {
    faults.push(thrownBy('canJoin', error))
    return joinFailed
  }
}

function readVerdict(verdict: unknown, { module, limits }: StepRequest): Refused | undefined {
  if (!isObject(verdict) || typeof verdict.accepted !== 'boolean')
    throw badResult(returnedBy('canJoin'), `${show(verdict)}. Return accept() or refuse(code, message)`)
  return verdict.accepted
    ? undefined
    : checkRefusal({ at: inside(returnedBy('canJoin'), 'refusal'), known: module.refusals, limits }, verdict)
}

/** The members as the inputs of a step change them one after the other, over those that are stored. */
class RunningMembers {
  readonly changes = new Map<PlayerId, StoredMember | undefined>()
  readonly #request: StepRequest
  #players: ZonePlayer[] | undefined

  constructor(request: StepRequest) {
    this.#request = request
    this.size = request.committed.members.size
  }

  size: number

  get(playerId: PlayerId): StoredMember | undefined {
    return this.changes.has(playerId) ? this.changes.get(playerId) : this.#request.committed.members.get(playerId)
  }

  put(member: StoredMember): void {
    this.changes.set(member.playerId, member)
    this.#players = undefined
  }

  join({ playerId, displayName }: Actor): void {
    this.size += 1
    const memberSince = this.#request.time.tick
    this.changes.set(playerId, { playerId, displayName, disconnectedAt: null, memberSince, lastSeq: 0, settled: [] })
    this.#players?.push(Object.freeze({ playerId, displayName, disconnectedAt: null }))
  }

  leave(playerId: PlayerId): void {
    this.size -= 1
    this.changes.set(playerId, undefined)
    this.#players = undefined
  }

  /** What canJoin reads: the committed zone with the members so far. A list is made once for a run of joins. */
  base(): AnyZoneBase {
    const { info, committed, time } = this.#request
    this.#players ??= playersAfter(committed.players, this.changes)
    return {
      zone: info,
      tick: time.tick,
      now: time.now,
      entities: committed.entities,
      state: committed.state,
      extras: committed.extras,
      players: Object.freeze([...this.#players]),
    }
  }
}
