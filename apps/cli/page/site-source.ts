import type { SiteFile } from '@gridtick/server'

/** The code of a file that exports these as `site`, which a server takes; it imports nothing. */
export function siteSource(
  files: ReadonlyMap<string, SiteFile>,
  { isTypeScript }: { readonly isTypeScript: boolean },
): string {
  const [type, comment] = isTypeScript ? [': string', ''] : ['', '/** @param {string} name */ ']
  const entries = [...files].map((entry) => `  ${JSON.stringify(entry)},\n`)
  return `/** The web page of Gridtick. Written by \`gridtick page\`; a server takes it as \`site\`. */

const files = new Map([
${entries.join('')}])

export const site = {
  ${comment}async read(name${type}) {
    return files.get(name)
  },
}
`
}
