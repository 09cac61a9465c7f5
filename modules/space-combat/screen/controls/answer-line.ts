import type { IntentResult } from '@gridtick/client'
import { element } from '@gridtick/screen'
import { refusalWords } from '../words/refusal-words.ts'

/** Where a form says why something was refused: beside the hand that asked for it. */
export type AnswerLine = {
  readonly root: HTMLElement
  /** Asks, and shows a refusal until the next time. Resolves with whether it was done. */
  ask(send: () => Promise<IntentResult>): Promise<boolean>
  say(text: string): void
}

export function createAnswerLine(): AnswerLine {
  const root = element('p', { class: 'refusal', role: 'alert' })
  return {
    root,
    async ask(send) {
      root.textContent = ''
      const refusal = await send().then(
        (result) => (result.outcome === 'refused' ? refusalWords(result) : ''),
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      root.textContent = refusal
      return refusal === ''
    },
    say(text) {
      root.textContent = text
    },
  }
}
