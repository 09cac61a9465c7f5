import type { Clock } from '@gridtick/engine/ports'

/** What was asked for, if it comes within `ms`; undefined: it did not, and nobody waits for it any more. */
export async function answerWithin<Value>(
  asked: Promise<Value>,
  { clock, ms }: { readonly clock: Pick<Clock, 'after'>; readonly ms: number },
): Promise<Value | undefined> {
  let cancel = () => {}
  const tooLate = new Promise<undefined>((resolve) => {
    cancel = clock.after(ms, () => resolve(undefined))
  })
  return await Promise.race([asked, tooLate]).finally(cancel)
}
