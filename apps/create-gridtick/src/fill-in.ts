import { join, relative } from 'node:path'

/** A template's text, where the module and its tests find each other by their paths. */
export function fillIn(
  text: string,
  place: { readonly folder: string; readonly testFolder: string; readonly name: string },
): string {
  const { folder, testFolder, name } = place
  const path = (from: string, to: string) => relative(from, to).replaceAll('\\', '/')
  const module = path(testFolder, join(folder, `${name}.ts`))
  return text
    .replaceAll('@MODULE@', module.startsWith('.') ? module : `./${module}`)
    .replaceAll('@TEST@', path(folder, join(testFolder, `${name}.test.ts`)))
}
