import type { Times } from '../drive/measure-run.ts'

/** Cold and warm, as long as figures need that are to be compared; or only long enough to see that it works. */
export function timesOf({ isQuick }: { readonly isQuick: boolean }): Times {
  return isQuick
    ? { coldMs: 1_000, warmAfterMs: 2_500, warmMs: 2_000 }
    : { coldMs: 10_000, warmAfterMs: 30_000, warmMs: 10_000 }
}
