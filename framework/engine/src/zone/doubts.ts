import type { StepInputs } from '../inputs/step-inputs.ts'
import type { StepPlan } from './step-plan.ts'
import type { ZoneRecorder } from './zone-recorder.ts'

/** Writes of which nobody knows whether they landed, and memory that may be half made. Settled before the next step. */
export type Doubts = {
  /** A commit. Until it is settled its inputs stay taken. */
  readonly commit?: { readonly plan: StepPlan; readonly inputs: StepInputs }
  /** A rename, or the beginning (then `begun`) or end of its recording. */
  readonly change?: { readonly begun: ZoneRecorder | undefined }
  /** The last change of status. It is stored again. */
  readonly status?: true
  /** Code of its module was stopped while it read the zone, which is loaded again. */
  readonly memory?: true
}

type Doubted = { doubts: Doubts }

export function raiseDoubt(zone: Doubted, doubt: Doubts): void {
  zone.doubts = { ...zone.doubts, ...doubt }
}

export function dropDoubt(zone: Doubted, name: keyof Doubts): void {
  const { [name]: _settled, ...others } = zone.doubts
  zone.doubts = others
}
