import type {
  RecordedMark,
  RecordedSnapshot,
  RecordingHead,
  RecordingPage,
  RecordingRequest,
  RecordingWrites,
} from '@gridtick/engine/ports'

type TickRow = RecordedMark & { readonly text: string }

/** What is recorded of one zone, in memory. Who writes bounds it. */
export class MemoryRecording {
  #snapshots: RecordedSnapshot[] = []
  #ticks: TickRow[] = []

  /** Recorded ticks. */
  get size(): number {
    return this.#ticks.length
  }

  get head(): RecordingHead | undefined {
    const last = this.#ticks.at(-1) ?? this.#snapshots.at(-1)
    if (last === undefined || this.#snapshots.length === 0) return undefined
    const snapshots = this.#snapshots.map(({ text: _text, ...mark }) => mark)
    return { snapshots, last: { tick: last.tick, number: last.number, bytes: last.bytes } }
  }

  begin(snapshot: RecordedSnapshot): void {
    this.#snapshots = [snapshot]
    this.#ticks = []
  }

  write({ startsAnew, snapshot, recordedTick, dropBefore }: RecordingWrites): void {
    if (startsAnew) {
      this.#snapshots = []
      this.#ticks = []
    }
    if (snapshot) this.#snapshots.push(snapshot)
    if (recordedTick) this.#ticks.push(recordedTick)
    if (dropBefore === undefined) return
    this.#ticks = this.#ticks.filter(({ tick }) => tick > dropBefore)
    this.#snapshots = this.#snapshots.filter(({ tick }) => tick >= dropBefore)
  }

  page({ fromTick, ticksMax, bytesMax }: Omit<RecordingRequest, 'zoneId'>): RecordingPage {
    const ahead = this.#ticks.filter(({ tick }) => tick >= fromTick)
    const snapshots = this.#snapshots.filter(({ tick }) => tick >= fromTick - 1)
    const [snapshot] = snapshots
    const bytesBefore = Math.min(snapshot ? snapshot.bytes - snapshot.size : Infinity, ahead[0]?.bytes ?? Infinity)
    const ticks = ahead.filter(({ bytes }, index) => index === 0 || bytes <= bytesBefore + bytesMax).slice(0, ticksMax)
    const last = ticks.at(-1)
    return {
      snapshots: snapshots.filter(({ tick }) => last === undefined || tick < last.tick).map(({ text }) => text),
      ticks: ticks.map(({ text }) => text),
      nextTick: last === undefined || last === this.#ticks.at(-1) ? null : last.tick + 1,
    }
  }
}
