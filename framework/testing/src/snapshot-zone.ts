import type { Limits } from '@gridtick/engine/ports'
import { type Input, openSchedule, openZone, type StepInputs, type Zone } from '@gridtick/engine/testing'
import type { RecordedInput, RecordedTick, ZoneSnapshot } from '@gridtick/protocol'
import { given } from '@gridtick/protocol/codes'
import type { Entity, GameModule, JsonObject } from 'gridtick'
import { toFrozenJson } from 'gridtick/internal'

/** A zone as a snapshot of a recording keeps it, ready to be stepped. */
export function openSnapshot(snapshot: ZoneSnapshot, module: GameModule, limits: Limits): Zone {
  const { zone, tick, at, wakeAt, state, extras, members, entities } = snapshot
  return openZone(
    {
      zone: {
        ...zone,
        config: zone.config as JsonObject,
        status: 'open',
        tick,
        at,
        // The ticks of a recording are those that were recorded.
        tickOffset: tick,
        tickUnitMs: openSchedule({ ...zone, tickUnitMs: 1, turnSchedule: null }).stepMs,
        wakeAt,
        turnSchedule: null,
        turn: null,
        state: state as JsonObject,
        extras: extras as JsonObject,
        owner: null,
        epoch: 1,
        failures: 0,
        error: null,
        result: null,
        record: false,
      },
      members: members.map((member) => ({ ...member, memberSince: 0, lastSeq: 0, settled: [] })),
      entities: entities.map((entity) => toFrozenJson(entity) as Entity),
      departed: [],
      recording: undefined,
    },
    module,
    limits,
  )
}

/** The inputs of a recorded tick, as a step takes them. */
export function readInputs({ given, condemned = [], condemnedAfter = [] }: RecordedTick): StepInputs {
  const inputs = given.map(readInput)
  const unseen = condemned.map(readInput)
  // From the last one on, so that each still finds its place by how many of the given came before it.
  for (const [index, input] of [...unseen.entries()].reverse()) inputs.splice(condemnedAfter[index] ?? 0, 0, input)
  return { inputs, condemned: new Set(unseen) }
}

function readInput(input: RecordedInput): Input {
  switch (input.kind) {
    case 'join':
    case 'presence':
      return input
    case 'leave': {
      const { playerId, departed } = input
      return { kind: 'leave', playerId, ...given({ departed }) }
    }
    case 'intent': {
      const { intent, isDebug = false, isDiscarded = false } = input
      return {
        kind: 'intent',
        intent: Object.freeze({ ...intent, payload: toFrozenJson(intent.payload) as object }),
        displayName: intent.playerId,
        isDebug,
        connectionId: null,
        waiters: [],
        isDiscarded,
      }
    }
  }
}
