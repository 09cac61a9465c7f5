import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The relative links of a text in Markdown that lead to no file, folder or heading; as they are written. */
export function brokenLinks(file: string): readonly string[] {
  const links = [...textOf(file).matchAll(/\]\((?!\w+:)([^)\s]+)[^)]*\)/g)].map(([, link = '']) => link)
  return links.filter((link) => !leadsSomewhere(link, file))
}

function leadsSomewhere(link: string, from: string): boolean {
  const [path = '', heading] = link.split('#')
  const target = path === '' ? from : resolve(dirname(from), path)
  if (!existsSync(target)) return false
  return heading === undefined || headingsOf(target.endsWith('.md') ? target : join(target, 'README.md')).has(heading)
}

/** Without blocks of code. */
function textOf(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '')
}

/** As GitHub writes them in addresses. */
function headingsOf(file: string): ReadonlySet<string> {
  const headings = [...textOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}
