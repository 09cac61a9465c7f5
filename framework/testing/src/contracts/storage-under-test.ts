import type { Storage } from '@gridtick/engine/ports'

/** A storage that the suites run on. */
export type StorageUnderTest = {
  readonly name: string
  /** Opens an empty one, before each test; `close` takes it away again. */
  open(): Promise<Storage>
}
