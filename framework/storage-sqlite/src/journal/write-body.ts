import { encodeEntity, encodeJson, integer, key, type SettledSeq, type StoredMember } from '@gridtick/engine/ports'
import type { Entity } from 'gridtick'
import type { BodyWriter } from './body-writer.ts'
import { bodyVersion, isStep, op, patchFlags, stepByte } from './journal-ops.ts'
import type { OpenRow } from './open-rows.ts'
import { writeEntry } from './settled-entries.ts'

/** Writes the body of one tick. What is given to it must be the newest state of those rows, whose journal it is. */
export type BodyOfTick = {
  readonly writer: BodyWriter
  readonly cycle: number
  readonly tick: number
}

export function beginBody({ writer }: BodyOfTick): void {
  writer.clear()
  writer.byte(bodyVersion)
}

/** Throws an UnstorableError for an entity that must not be stored. */
export function writeEntity(body: BodyOfTick, open: OpenRow<Entity>, after: Entity): void {
  const { writer, cycle } = body
  const { row: before } = open
  if (before === undefined || before.kind !== after.kind) writeWhole(body, open, after)
  else {
    const isSettled = open.namedIn === cycle
    const [dx, dy] = [integer(after.x, 'x') - before.x, integer(after.y, 'y') - before.y]
    const hasOwner = after.ownerId !== before.ownerId
    const hasData = after.data !== before.data
    if (isSettled && !hasOwner && !hasData && isStep(dx, dy)) {
      writer.number(open.slot * 8 + op.step)
      writer.byte(stepByte(dx, dy))
    } else {
      const hasPlace = !isSettled || dx !== 0 || dy !== 0
      begin(body, open, op.patch)
      writer.byte(
        (hasPlace ? patchFlags.place : 0) | (hasOwner ? patchFlags.owner : 0) | (hasData ? patchFlags.data : 0),
      )
      if (hasPlace) writePlace(writer, after)
      if (hasOwner) writeOwner(writer, after.ownerId)
      if (hasData) writer.text(encodeJson(after.data, 'data'))
    }
  }
  open.row = after
  open.changedIn = cycle
}

export function writeGone(body: BodyOfTick, open: OpenRow<Entity>): void {
  begin(body, open, op.gone)
  open.row = undefined
  open.changedIn = body.cycle
}

/** `added`: the results that `after` has, and the row before had not. */
export function writeSettled(
  body: BodyOfTick,
  open: OpenRow<StoredMember>,
  { after, added }: { readonly after: StoredMember; readonly added: readonly SettledSeq[] },
): void {
  const { writer, tick, cycle } = body
  begin(body, open, op.settled)
  writer.number(after.settled.length)
  writer.number(integer(after.lastSeq, 'lastSeq'))
  writer.number(added.length)
  for (const entry of added) writeEntry(writer, entry, tick)
  open.row = after
  open.changedIn = cycle
}

function writeWhole(body: BodyOfTick, open: OpenRow<Entity>, entity: Entity): void {
  const [, kind, , , ownerId, data] = encodeEntity(entity)
  begin(body, open, op.set)
  body.writer.text(kind)
  writePlace(body.writer, entity)
  writeOwner(body.writer, ownerId)
  body.writer.text(data)
}

function begin({ writer, cycle }: BodyOfTick, open: OpenRow<unknown>, operation: number): void {
  if (open.namedIn !== cycle) {
    writer.number(open.slot * 8 + op.name)
    writer.text(key(open.id, 'id'))
    open.namedIn = cycle
  }
  writer.number(open.slot * 8 + operation)
}

function writePlace(writer: BodyWriter, { x, y }: Entity): void {
  writer.signed(integer(x, 'x'))
  writer.signed(integer(y, 'y'))
}

function writeOwner(writer: BodyWriter, ownerId: string | null): void {
  writer.byte(ownerId === null ? 0 : 1)
  if (ownerId !== null) writer.text(key(ownerId, 'ownerId'))
}
