export type Spoken = { readonly id: string; readonly text: string }

/** What entities say for some seconds. */
export type Speech = {
  /** Something new takes the place of what the same entity said before. */
  say(id: string, text: string): void
  /** What is being said, oldest first. */
  readonly spoken: readonly Spoken[]
  stop(): void
}

const speechMs = 5_000
/** Bubbles at the same time; the oldest goes first. */
const speechMax = 24

/** `onChange` is told whenever something is said, and when it is over. */
export function createSpeech(onChange: () => void): Speech {
  let spoken: readonly (Spoken & { readonly untilMs: number })[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function forget(): void {
    spoken = spoken.filter(({ untilMs }) => untilMs > performance.now())
    clearTimeout(timer)
    const nextMs = Math.min(...spoken.map(({ untilMs }) => untilMs))
    if (Number.isFinite(nextMs)) timer = setTimeout(forget, nextMs - performance.now() + 1)
    onChange()
  }

  return {
    say(id, text) {
      const others = spoken.filter((one) => one.id !== id)
      spoken = [...others, { id, text, untilMs: performance.now() + speechMs }].slice(-speechMax)
      forget()
    },
    get spoken() {
      return spoken
    },
    stop: () => clearTimeout(timer),
  }
}
