import { compactCodec } from '../../../framework/protocol/src/codecs/compact/compact-codec.ts'
import type {
  Frame,
  FrameWriter,
  WrittenEntity,
  WrittenPatch,
} from '../../../framework/protocol/src/codecs/frame-codec.ts'

/** Connections whose frames are the test vectors: each is told something, one frame after the other. */

export const zoneId = '01939b9e-5c00-7abc-8def-0123456789ab'
const ann = '01939b9e-5c01-7000-8000-00000000a001'
const at = 1_764_550_000_000

const entity = (id: string, fields: Partial<WrittenEntity> = {}): WrittenEntity => {
  return { id, kind: 'walker', x: 3, y: 4, ownerId: null, data: {}, ...fields }
}

export const walker = entity('Zm9vYmFyLWJh_09x', { ownerId: ann, data: { name: 'Ann' } })
export const pebble = entity('pebble-19', { kind: 'pebble', x: -70, y: 1_000_000 })

export const noEvents = { events: [], wereDropped: false }
export const nothing = { set: [], patch: [], remove: [], extras: undefined }

export function viewOf(...entities: readonly WrittenEntity[]) {
  return { entities: new Map(entities.map((one) => [one.id, one])), extras: undefined as object | undefined }
}

export function subscribed(fields: object = {}) {
  const told = { module: 'hello-grid', tick: 40, everyMs: 100, mode: 'delta', lastSeq: 0 } as const
  return { type: 'subscribed', zoneId, ...told, ...fields } as const
}

/** A patch as the engine makes it. */
export function patchOf(from: WrittenEntity, changed: Partial<WrittenEntity>, data?: object): WrittenPatch {
  const fields = JSON.stringify({ ...changed, ...(data === undefined ? {} : { data }) })
  const isStep = changed.ownerId === undefined && data === undefined
  return { from, to: { ...from, ...changed }, json: `[${JSON.stringify(from.id)},${fields}]`, fields, isStep }
}

export function createWriter({ watch = 1, zone = zoneId } = {}): FrameWriter {
  return compactCodec.createWriter({ zoneId: zone, watch, mode: 'delta', jsonOf: (value) => JSON.stringify(value) })
}

const result = (seq: number, fields: object = {}) =>
  ({
    type: 'intent_result',
    zoneId,
    intentId: `i-${seq}`,
    ref: `r${seq}`,
    seq,
    outcome: 'applied',
    tick: 41,
    ...fields,
  }) as const

export type Story = {
  readonly name: string
  tell(): readonly { readonly what: string; readonly frame: Frame }[]
}

export const stories: readonly Story[] = [
  { name: 'a subscription from its beginning', tell: tellSubscription },
  { name: 'results of intents', tell: tellResults },
  { name: 'a subscription that goes on after its zone was elsewhere', tell: tellResumed },
  { name: 'numbers, texts and ids of every length', tell: tellLengths },
]

function tellSubscription() {
  const writer = createWriter()
  const frame = (what: string, made: Frame | undefined) => ({ what, frame: made ?? '' })
  const moved = { ...walker, x: 4 }
  const far = { ...moved, x: 40 }
  const whole = { ...far, kind: 'ghost', ownerId: null }
  return [
    frame('the answer names the channel', writer.message(subscribed())),
    frame('an empty view', writer.full({ tick: 40, at }, viewOf(), noEvents)),
    frame(
      'two that are new',
      writer.delta({ tick: 41, at: at + 100, prev: 40 }, { ...nothing, set: [walker, pebble] }, noEvents),
    ),
    frame(
      'a step, extras and an event',
      writer.delta(
        { tick: 42, at: at + 200, prev: 41 },
        { ...nothing, patch: [patchOf(walker, { x: 4 })], extras: { pebblesLeft: 38 } },
        { events: ['{"event":"said","payload":{"text":"Grüße"}}'], wereDropped: false },
      ),
    ),
    frame(
      'after a gap: a step too far for a byte, and a change of data; events were lost',
      writer.delta(
        { tick: 52, at: at + 1_200, prev: 42 },
        { ...nothing, patch: [patchOf(moved, { x: 40 }), patchOf(pebble, { ownerId: ann }, { shine: 1 })] },
        { events: [], wereDropped: true },
      ),
    ),
    frame(
      'one of another kind keeps its slot, one goes, and the slot that is free has a new one in the same frame',
      writer.delta(
        { tick: 53, at: at + 1_300, prev: 52 },
        { ...nothing, remove: [pebble.id], set: [whole, entity('pebble-20', { kind: 'pebble' })] },
        noEvents,
      ),
    ),
    frame(
      'nothing but the time, which went back',
      writer.delta({ tick: 54, at: at + 1_250, prev: 53 }, nothing, noEvents),
    ),
    frame(
      'a whole view begins again',
      writer.full({ tick: 55, at: at + 1_400 }, { ...viewOf(whole), extras: {} }, noEvents),
    ),
    frame('all else is JSON', writer.message({ type: 'zone_status', zoneId, status: 'paused' })),
  ]
}

function tellResults() {
  const writer = createWriter({ watch: 300 })
  const answer = writer.message(subscribed({ tick: 41 })) ?? ''
  const told = writer.results([
    result(7),
    result(8),
    result(9, { outcome: 'refused', code: 'blocked', message: 'Somebody stands there.', retryable: false }),
    result(200),
    result(10, { duplicate: true }),
    result(11, { details: { found: 1 } }),
    result(12, { seq: undefined }),
  ])
  return [
    { what: 'the answer names the channel', frame: answer },
    ...told.map(({ frame }) => ({ what: typeof frame === 'string' ? 'one that says more' : 'plain ones', frame })),
  ]
}

function tellResumed() {
  const writer = createWriter({ watch: 2 })
  return [
    ...writer.results([result(7)]).map(({ frame }) => ({ what: 'before the reader knows the channel', frame })),
    { what: 'the first frame names the zone', frame: writer.full({ tick: 60, at }, viewOf(walker), noEvents) },
    { what: 'the next one does not', frame: writer.delta({ tick: 61, at: at + 1, prev: 60 }, nothing, noEvents) },
    ...writer.results([result(8)]).map(({ frame }) => ({ what: 'plain ones', frame })),
  ]
}

function tellLengths() {
  const writer = createWriter()
  const numbers = [
    0,
    1,
    -1,
    63,
    64,
    -64,
    -65,
    8_191,
    8_192,
    -8_192,
    -8_193,
    2 ** 31,
    -(2 ** 31) - 1,
    2 ** 53 - 1,
    1 - 2 ** 53,
  ]
  const ids = [
    '',
    'a',
    'é',
    'a'.repeat(16),
    `${'a'.repeat(15)}=`,
    ann,
    ann.toUpperCase(),
    'x'.repeat(125),
    'x'.repeat(126),
    '\u{1f680}'.repeat(40),
  ]
  const entities = [
    ...numbers.map((x, index) => entity(`n${index}`, { x, y: -x })),
    ...ids.map((id) => entity(id, { ownerId: id, kind: `kind ${id}`, data: { id } })),
  ]
  return [
    { what: 'the answer names the channel', frame: writer.message(subscribed()) ?? '' },
    { what: 'a view with all of them', frame: writer.full({ tick: 2 ** 40, at }, viewOf(...entities), noEvents) },
  ]
}
