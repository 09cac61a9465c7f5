import type { StoredMember, ZoneCommit } from '@gridtick/engine/ports'
import type { Entity } from 'gridtick'
import type { BodyWriter } from './body-writer.ts'
import { type OpenRow, OpenRows, SlotNumbers } from './open-rows.ts'
import { newEntries } from './settled-entries.ts'
import { type BodyOfTick, beginBody, writeEntity, writeGone, writeSettled } from './write-body.ts'

export type CycleBounds = {
  /** Commits of a cycle. The journal holds at most two of them. */
  readonly commitsMax: number
  /** Bytes of the bodies of a cycle; then it ends earlier. */
  readonly bytesMax: number
}

/** What a commit means for the tables. */
export type JournalWrites = {
  /** The body of this tick; undefined: nothing changed that stands in the journal. Valid until the next commit. */
  readonly body: Uint8Array | undefined
  /** Members that are written to their table at once: who joined, lost the connection, or is not known. */
  readonly membersNow: readonly StoredMember[]
  /** The slice of this commit: rows as they are now. */
  readonly fold: {
    readonly entities: readonly Entity[]
    readonly goneEntities: readonly string[]
    readonly members: readonly StoredMember[]
  }
  /** A cycle ended: the ticks up to this one are in the tables. */
  readonly dropUntil: number | undefined
}

/**
 * The journal of one zone, as this process has it in memory. What a cycle has changed is written to the tables during the
 * next one, a slice with some of its commits; then the ticks of that cycle are dropped.
 *
 * It runs ahead of the transaction. Where that fails, it must be thrown away, and the journal be folded from disk.
 */
export class ZoneJournal {
  readonly #slots = new SlotNumbers()
  readonly #entities = new OpenRows<Entity>(this.#slots)
  readonly #members = new OpenRows<StoredMember>(this.#slots)
  #cycle = 0
  #commits = 0
  #bytes = 0
  #bytesOfLast = 0
  /** The last tick of the cycle before. */
  #lastTick: number
  /** What the cycle before has changed, and how many of those are folded. */
  #folding: Folding = noFolding
  #folded = 0

  constructor(lastTick: number) {
    this.#lastTick = lastTick
  }

  /** Of all ticks that it holds. */
  get bytes(): number {
    return this.#bytes + this.#bytesOfLast
  }

  /** Nothing in it is newer than the tables: it can be left. */
  get isEmpty(): boolean {
    return this.#folding.length === 0 && this.#commits === 0
  }

  get isLong(): boolean {
    return this.#folding.length > 0 || this.#commits > shortMax
  }

  /** Throws an UnstorableError. */
  write(writer: BodyWriter, commit: ZoneCommit, bounds: CycleBounds): JournalWrites {
    const body: BodyOfTick = { writer, cycle: this.#cycle, tick: commit.tick }
    beginBody(body)
    const emptyLength = writer.length
    this.#writeEntities(body, commit)
    const membersNow = this.#writeMembers(body, commit)
    const length = writer.length === emptyLength ? 0 : writer.length
    this.#commits += 1
    this.#bytes += length
    const progress = Math.max(this.#commits / bounds.commitsMax, this.#bytes / bounds.bytesMax)
    const fold = this.#foldSlice(progress)
    return {
      body: length === 0 ? undefined : writer.written(),
      membersNow,
      fold,
      dropUntil: progress >= 1 ? this.#endCycle(commit.tick) : undefined,
    }
  }

  #writeEntities(body: BodyOfTick, { deleteEntities, putEntities, before }: ZoneCommit): void {
    for (const id of deleteEntities) writeGone(body, this.#entities.get(id) ?? this.#entities.open(id, undefined))
    for (const [index, entity] of putEntities.entries()) {
      const { id } = entity
      writeEntity(body, this.#entities.get(id) ?? this.#entities.open(id, before?.entities[index]), entity)
    }
  }

  /** Answers those that do not go into the body. */
  #writeMembers(body: BodyOfTick, { deleteMembers, putMembers, before }: ZoneCommit): readonly StoredMember[] {
    for (const playerId of deleteMembers) this.#members.forget(playerId)
    const gone = new Set(deleteMembers)
    const now: StoredMember[] = []
    for (const [index, after] of putMembers.entries()) {
      const { playerId } = after
      const open = this.#members.get(playerId)
      const known = gone.has(playerId) ? undefined : (open?.row ?? before?.members[index])
      const added = known && newEntries(known, after)
      if (added === undefined) {
        this.#members.forget(playerId)
        now.push(after)
      } else if (added.length > 0) writeSettled(body, open ?? this.#members.open(playerId, known), { after, added })
    }
    return now
  }

  #foldSlice(progress: number): JournalWrites['fold'] {
    if (progress < 1 && this.#commits % foldEvery !== 0) return nothing
    const until = progress >= 1 ? this.#folding.length : Math.floor(progress * this.#folding.length)
    const entities: Entity[] = []
    const goneEntities: string[] = []
    const members: StoredMember[] = []
    for (; this.#folded < until; this.#folded++) {
      const folding = this.#folding[this.#folded]
      if (folding?.kind === 'member') {
        // Who left, or was written as a whole, is not in the journal any more.
        if (this.#members.get(folding.open.id) === folding.open && folding.open.row) members.push(folding.open.row)
      } else if (folding?.open.row !== undefined) entities.push(folding.open.row)
      else if (folding !== undefined) goneEntities.push(folding.open.id)
    }
    return { entities, goneEntities, members }
  }

  #endCycle(tick: number): number {
    const dropUntil = this.#lastTick
    this.#folding = [
      ...this.#entities.endCycle(this.#cycle).map((open) => ({ kind: 'entity' as const, open })),
      ...this.#members.endCycle(this.#cycle).map((open) => ({ kind: 'member' as const, open })),
    ]
    this.#cycle += 1
    this.#lastTick = tick
    this.#folded = 0
    this.#commits = 0
    this.#bytesOfLast = this.#bytes
    this.#bytes = 0
    return this.isEmpty ? tick : dropUntil
  }
}

type Folding = readonly (
  | { readonly kind: 'entity'; readonly open: OpenRow<Entity> }
  | { readonly kind: 'member'; readonly open: OpenRow<StoredMember> }
)[]

const noFolding: Folding = []

/** Commits from one slice to the next: rows that stand beside each other in their table are written with the same page. */
const foldEvery = 8

/** So many ticks are read again as quickly as they are folded. */
const shortMax = 8

const nothing: JournalWrites['fold'] = { entities: [], goneEntities: [], members: [] }
