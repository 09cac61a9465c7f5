import { isObject } from '../../is-object.ts'
import type { ServerMessage, TickMessage } from '../../server-message.ts'
import type { WireEntity, WireEvent } from '../../wire-types.ts'
import type { ByteReader } from './byte-reader.ts'
import { flags, kindsMax, stepMax } from './format.ts'

type DeltaMessage = Extract<TickMessage, { full: false }>
type PatchFields = DeltaMessage['patch'][number][1]

/** What must be remembered of an entity that is shown: who has this slot, and where it stands. */
type Shown = { readonly id: string; x: number; y: number }

const known = Object.values(flags).reduce((sum, flag) => sum | flag, 0)

/** What a reader knows of one subscription. */
export class Channel {
  readonly zoneId: string
  /** Of each slot, who has it; the slots of those who went have nobody. */
  #slots: (Shown | undefined)[] = []
  readonly #slotsById = new Map<string, number>()
  #kinds: string[] = []
  /** Of the frame before; undefined: there was none. */
  #last: { readonly tick: number; readonly at: number } | undefined

  constructor(zoneId: string) {
    this.zoneId = zoneId
  }

  readTick(bytes: ByteReader, flagged: number): TickMessage {
    const isDelta = (flagged & flags.delta) !== 0
    if (flagged > known || isDelta === ((flagged & flags.snapshot) !== 0))
      bytes.fail(`no frame has the flags ${flagged}`)
    return isDelta ? this.#readDelta(bytes, flagged) : this.#readSnapshot(bytes, flagged)
  }

  /** They were all applied, in one tick. */
  readResults(bytes: ByteReader): readonly ServerMessage[] {
    const tick = bytes.number()
    const count = bytes.number()
    const results: ServerMessage[] = []
    for (let index = 0; index < count; index++) {
      const seq = bytes.number()
      if (seq === 0) bytes.fail('a result of the intent 0')
      results.push({ type: 'intent_result', zoneId: this.zoneId, seq, outcome: 'applied', tick })
    }
    return results
  }

  #readSnapshot(bytes: ByteReader, flagged: number): TickMessage {
    this.#slots = []
    this.#slotsById.clear()
    this.#kinds = []
    if ((flagged & flags.timeWentBack) !== 0) bytes.fail('a whole frame has its time whole')
    const head = { tick: bytes.number(), at: bytes.number() }
    if (head.tick <= (this.#last?.tick ?? -1)) bytes.fail(`tick ${head.tick} after ${this.#last?.tick}`)
    this.#last = head
    for (let count = 0; count < 3; count++)
      if (bytes.number() !== 0) bytes.fail('a whole frame in which something steps, changes or goes')
    const entities = this.#readNew(bytes)
    return { type: 'tick', zoneId: this.zoneId, ...head, full: true, entities, ...readRest(bytes, flagged) }
  }

  #readDelta(bytes: ByteReader, flagged: number): TickMessage {
    const last = this.#last
    if (last === undefined) bytes.fail('a difference before any whole frame')
    const ticks = bytes.number()
    const time = bytes.number()
    if (ticks === 0) bytes.fail(`tick ${last.tick} twice`)
    const head = { tick: last.tick + ticks, at: (flagged & flags.timeWentBack) === 0 ? last.at + time : time }
    if (!Number.isSafeInteger(head.tick) || !Number.isSafeInteger(head.at)) bytes.fail('a number beyond 2^53')
    this.#last = head
    const patch: DeltaMessage['patch'] = []
    this.#readSteps(bytes, patch)
    this.#readPatches(bytes, patch)
    const remove = this.#readGone(bytes)
    const set = this.#readNew(bytes)
    const { tick: prev } = last
    const changes = { prev, set, patch, remove }
    return { type: 'tick', zoneId: this.zoneId, ...head, full: false, ...changes, ...readRest(bytes, flagged) }
  }

  #readSteps(bytes: ByteReader, patch: DeltaMessage['patch']): void {
    for (let number = bytes.number(); number !== 0; number = bytes.number()) {
      const shown = this.#shownAt(bytes, number - 1)
      const step = bytes.byte()
      const [dx, dy] = [(step >> 4) - 8, (step & 15) - 8]
      if (dx < -stepMax || dy < -stepMax || (dx === 0 && dy === 0)) bytes.fail(`no step has the byte ${step}`)
      shown.x += dx
      shown.y += dy
      if (!isCell(shown)) bytes.fail('a step beyond 2^53')
      patch.push([shown.id, { ...(dx === 0 ? {} : { x: shown.x }), ...(dy === 0 ? {} : { y: shown.y }) }])
    }
  }

  #readPatches(bytes: ByteReader, patch: DeltaMessage['patch']): void {
    for (let number = bytes.number(); number !== 0; number = bytes.number()) {
      const shown = this.#shownAt(bytes, number - 1)
      const fields = readFields(bytes)
      shown.x = fields.x ?? shown.x
      shown.y = fields.y ?? shown.y
      patch.push([shown.id, fields])
    }
  }

  #readGone(bytes: ByteReader): string[] {
    const gone: string[] = []
    for (let number = bytes.number(); number !== 0; number = bytes.number()) {
      const { id } = this.#shownAt(bytes, number - 1)
      this.#slots[number - 1] = undefined
      this.#slotsById.delete(id)
      gone.push(id)
    }
    return gone
  }

  /** A slot is free, or the next one; or it is that of this entity, which is sent whole. */
  #readNew(bytes: ByteReader): WireEntity[] {
    const entities: WireEntity[] = []
    for (let number = bytes.number(); number !== 0; number = bytes.number()) {
      const slot = number - 1
      if (slot > this.#slots.length) bytes.fail(`slot ${slot} where ${this.#slots.length} is the next`)
      const kind = this.#readKind(bytes)
      const id = bytes.id()
      if ((this.#slots[slot]?.id ?? id) !== id) bytes.fail(`slot ${slot} is not free`)
      if ((this.#slotsById.get(id) ?? slot) !== slot) bytes.fail(`${id} has a slot already`)
      const [x, y] = [bytes.signed(), bytes.signed()]
      const ownerId = bytes.idOrNull()
      entities.push({ id, kind, x, y, ownerId, data: bytes.object('data') })
      this.#slots[slot] = { id, x, y }
      this.#slotsById.set(id, slot)
    }
    return entities
  }

  #readKind(bytes: ByteReader): string {
    const number = bytes.number()
    if (number > this.#kinds.length) bytes.fail(`kind ${number} where ${this.#kinds.length} is the next`)
    const kind = this.#kinds[number] ?? bytes.text()
    if (number === this.#kinds.length && number < kindsMax) this.#kinds.push(kind)
    return kind
  }

  #shownAt(bytes: ByteReader, slot: number): Shown {
    const shown = this.#slots[slot]
    if (shown === undefined) bytes.fail(`nobody has slot ${slot}`)
    return shown
  }
}

function isCell({ x, y }: { readonly x: number; readonly y: number }): boolean {
  return Number.isSafeInteger(x) && Number.isSafeInteger(y)
}

function readFields(bytes: ByteReader): PatchFields {
  const fields: PatchFields = bytes.object('changed fields')
  const { x = 0, y = 0, ownerId = null, data = {}, ...others } = fields
  const isOwner = ownerId === null || typeof ownerId === 'string'
  if (!isCell({ x, y }) || !isOwner || !isObject(data) || Object.keys(others).length > 0)
    bytes.fail('fields that no entity has, or of another type')
  return fields
}

/** What comes last in every frame of a tick. */
function readRest(bytes: ByteReader, flagged: number): Pick<TickMessage, 'extras' | 'events' | 'eventsDropped'> {
  const extras = (flagged & flags.extras) === 0 ? {} : { extras: bytes.object('extras') }
  const events = (flagged & flags.events) === 0 ? [] : readEvents(bytes)
  return { ...extras, events, ...((flagged & flags.eventsDropped) === 0 ? {} : { eventsDropped: true }) }
}

function readEvents(bytes: ByteReader): WireEvent[] {
  const events = bytes.json('events')
  const isEvent = (event: unknown) => isObject(event) && typeof event.event === 'string' && 'payload' in event
  if (!Array.isArray(events) || !events.every(isEvent)) bytes.fail('events that are not a list of events')
  return events as WireEvent[]
}
