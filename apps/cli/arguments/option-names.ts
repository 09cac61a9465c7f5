import type { ArgDef } from 'citty'

/** A name as it is typed in an option: `everyMs` is `every-ms`. */
export function kebabCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** The other names of an option. */
export function aliasesOf(definition: ArgDef): readonly string[] {
  return 'alias' in definition ? [definition.alias ?? []].flat() : []
}
