import type { Encoding } from '../load/join-gridtick.ts'
import type { LoadCalls } from '../load/load-program.ts'
import type { Checkout } from './build-programs.ts'
import type { ChildProgram } from './child-program.ts'
import type { Pinning } from './pinning.ts'

/** One of those that are measured by turns. */
export type Contestant = { readonly checkout: Checkout; readonly encoding: Encoding }

/** All that a measurement needs: what is measured, where, and who plays. */
export type TestBed = {
  /** This checkout, then the one that it is measured against, if there is one. */
  readonly checkouts: readonly Checkout[]
  /** The smallest encoding that all of them speak. */
  readonly encoding: Encoding
  readonly node: string
  readonly pinning: Pinning
  readonly load: ChildProgram<LoadCalls>
  readonly sync: 'full' | 'normal'
  readonly rounds: number
  readonly isQuick: boolean
  readonly tell: (text: string) => void
}
