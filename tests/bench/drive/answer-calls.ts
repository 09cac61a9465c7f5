import type { Asked, Calls, Told } from './calls.ts'

/** Answers the program that started this one, one call after the other, and ends with it. */
export function answerCalls(calls: Calls): void {
  process.on('disconnect', () => process.exit(0))
  let last = Promise.resolve()
  process.on('message', (asked: Asked) => {
    last = last.then(() => answer(calls, asked))
  })
}

/** Says what is going on, in a call that takes long. */
export function tellProgress(text: string): void {
  tell({ kind: 'progress', text })
}

async function answer(calls: Calls, { name, request }: Asked): Promise<void> {
  try {
    const call = calls[name]
    if (call === undefined) throw new Error(`There is no call "${name}".`)
    tell({ kind: 'answer', value: await call(request as never) })
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}

function tell(told: Told): void {
  if (process.connected) process.send?.(told)
}
