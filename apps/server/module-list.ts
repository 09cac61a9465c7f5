import { existsSync } from 'node:fs'

/**
 * The entries of `MODULES`: names and file paths, comma-separated, or as a JSON list. One with a comma in it stands in
 * quotes, or in a JSON list. `complain` gets what cannot be read.
 */
export function readModuleList(text: string, complain: (message: string) => void): readonly string[] {
  const entries = text.trimStart().startsWith('[') ? readJsonList(text) : splitAtCommas(text)
  if (typeof entries === 'string') complain(entries)
  return typeof entries === 'string' ? [] : entries
}

/** So that it can be read back, and given to a shell: with a JSON list where the commas would not do. */
export function writeModuleList(entries: readonly string[]): string {
  const isPlain = entries.every((entry) => /^[^\s,'"[][^\s,'"]*$/.test(entry))
  return isPlain ? entries.join(',') : `'${JSON.stringify(entries).replaceAll("'", '\\u0027')}'`
}

/**
 * What to write instead, where an entry cannot be found because a list was split, or was not: a path with a comma in it,
 * or names with only spaces between them. Undefined: that is not why.
 */
export function howToWrite(entry: string, entries: readonly string[]): string | undefined {
  const at = entries.indexOf(entry)
  for (let first = Math.max(0, at - 3); first <= at; first++)
    for (let after = at + 1; after <= Math.min(entries.length, at + 4); after++)
      for (const comma of [',', ', ']) {
        const whole = entries.slice(first, after).join(comma)
        if (after - first > 1 && existsSync(whole))
          return `There is a file ${whole}, but a list is split at its commas. Write it as a JSON list: MODULES=${writeModuleList([...entries.slice(0, first), whole, ...entries.slice(after)])}`
      }
  const words = entry.split(/\s+/)
  if (words.length === 1) return undefined
  return `Names and paths have commas between them: MODULES=${writeModuleList(words)}`
}

function readJsonList(text: string): readonly string[] | string {
  const problem =
    'must be names and paths with commas between them, or a JSON list of texts, for example ["hello-grid", "./a, b.ts"]; a path that begins with [ is written ./[.'
  try {
    const list: unknown = JSON.parse(text)
    const isGood =
      Array.isArray(list) && list.length > 0 && list.every((entry) => typeof entry === 'string' && entry.trim() !== '')
    return isGood ? list : problem
  } catch {
    return problem
  }
}

/** What stands in quotes is one entry as it is. Quotes within a path are letters. */
function splitAtCommas(text: string): readonly string[] | string {
  const entries: string[] = []
  let rest = `${text.trim()},`
  while (rest !== '') {
    const [taken = '', double, single, plain] = /^\s*(?:"([^"]*)"\s*|'([^']*)'\s*|([^,'"][^,]*)),/.exec(rest) ?? []
    const entry = double ?? single ?? plain?.trim() ?? ''
    if (entry === '') return whyUnreadable(rest.slice(0, -1).trim())
    entries.push(entry)
    rest = rest.slice(taken.length)
  }
  return entries
}

function whyUnreadable(rest: string): string {
  if (/^['"]/.test(rest)) return `has a quote that does not end before a comma, at: ${rest}`
  return 'has an empty entry: remove the extra comma.'
}
