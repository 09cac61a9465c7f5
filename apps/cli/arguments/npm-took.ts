import type { ArgsDef } from 'citty'
import { commandLine } from '../../installation/command-line.ts'
import { kebabCase } from './option-names.ts'

/**
 * npm keeps options for itself that do not stand behind `--`, and tells of each in a variable of the environment
 * (`npm_config_json`). Says which options of this command got lost that way; undefined: none did.
 */
export function explainWhatNpmTook(
  {
    name,
    rawArgs,
    definitions,
  }: { readonly name: string; readonly rawArgs: readonly string[]; readonly definitions: ArgsDef },
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const taken = Object.entries(definitions)
    .filter(([, { type }]) => type !== 'positional')
    .map(([key]) => kebabCase(key))
    .filter((option) => isSet(environment[`npm_config_${option.replaceAll('-', '_')}`]))
    .filter((option) => !rawArgs.some((typed) => typed === `--${option}` || typed.startsWith(`--${option}=`)))
    .map((option) => `--${option}`)
  if (taken.length === 0) return undefined
  const firstOption = rawArgs.findIndex((typed) => typed.startsWith('-'))
  const words = firstOption === -1 ? rawArgs : rawArgs.slice(0, firstOption)
  const line = commandLine([name, ...words, ...taken].join(' '))
  return `npm has kept ${taken.join(' and ')} for itself: -- is missing before the command. Write: ${line}`
}

/** npm writes what was switched off as an empty text or `false`. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false'
}
