import { wrongUsage } from '../command-error.ts'

/** The JSON object that an option was given; undefined if it was not given. Throws a CommandError that shows how to type it. */
export function readObject(option: string, text: string | undefined): object | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Said below, in words of ours.
  }
  throw wrongUsage(
    `--${option} is a JSON object, not: ${text}`,
    `Put it in single quotes, so that the shell leaves it alone: --${option} '{"width":16}'`,
  )
}
