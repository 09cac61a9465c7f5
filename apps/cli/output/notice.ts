import { clean, escapeInJson } from './clean.ts'

/** A line on standard error for whoever waits: it is no failure, and nothing of what was asked for. */
export function printNotice(text: string, { json = false }: { readonly json?: boolean | undefined } = {}): void {
  process.stderr.write(json ? `${escapeInJson(JSON.stringify({ notice: text }))}\n` : `${clean(text)}\n`)
}
