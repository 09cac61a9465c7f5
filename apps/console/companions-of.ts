import type { CompanionFile } from './bundle-page.ts'
import { type Companion, findCompanion } from './find-companion.ts'

/** The screens, or the bots, of these modules: those that stand beside their files. */
export function companionsOf(
  companion: Companion,
  modules: readonly { readonly name: string; readonly file: string }[],
): readonly CompanionFile[] {
  return modules.flatMap(({ name, file }) => {
    const found = findCompanion(file, companion)
    return found === undefined ? [] : [{ module: name, file: found }]
  })
}
