import type { TestBed } from '../drive/test-bed.ts'

/** One question that the benchmark answers, with tables and what is to be said of them. */
export type Chapter = {
  readonly name: string
  readonly about: string
  run(bed: TestBed): Promise<readonly string[]>
}
