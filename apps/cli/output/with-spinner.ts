import { isTerminal } from './output.ts'

/** Shows a person that something takes its time. Nothing of it where nobody watches, or where JSON is expected. */
export async function withSpinner<Value>(
  { text, json = false }: { readonly text: string; readonly json?: boolean | undefined },
  work: () => Promise<Value>,
): Promise<Value> {
  if (json || !isTerminal()) return work()
  const { spinner } = await import('@clack/prompts')
  const shown = spinner()
  shown.start(text)
  try {
    return await work()
  } finally {
    shown.clear()
  }
}
