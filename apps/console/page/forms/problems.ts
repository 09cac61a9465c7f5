import type { Problem } from './read-draft.ts'

/** What is wrong, each said once. */
export function messagesOf(problems: readonly Problem[]): string {
  return [...new Set(problems.map(({ message }) => message))].join(' ')
}

/** The problems of one part, seen from that part. */
export function within(problems: readonly Problem[], name: string): (Problem & { readonly source: Problem })[] {
  const prefix = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
  return problems.flatMap((source) => {
    const isInside = source.pointer === prefix || source.pointer.startsWith(`${prefix}/`)
    return isInside ? [{ pointer: source.pointer.slice(prefix.length), message: source.message, source }] : []
  })
}
