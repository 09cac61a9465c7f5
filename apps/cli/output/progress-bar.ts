import { isTerminal } from './output.ts'

/** Tells a person who waits how far something is. */
export type ProgressBar = {
  /** `done` of all, and what is being done. */
  show(done: number, text: string): void
  /** Ends it with a last word. */
  stop(text: string): void
}

/** A bar on a terminal; nothing where nobody watches, or where JSON is expected. */
export async function startProgressBar(options: {
  readonly of: number
  readonly text: string
  readonly json: boolean
}): Promise<ProgressBar> {
  if (options.json || !isTerminal()) return { show() {}, stop() {} }
  const { progress } = await import('@clack/prompts')
  const bar = progress({ max: Math.max(1, options.of) })
  let shown = 0
  bar.start(options.text)
  return {
    show(done, text) {
      bar.advance(done - shown, text)
      shown = done
    },
    stop: (text) => bar.stop(text),
  }
}
