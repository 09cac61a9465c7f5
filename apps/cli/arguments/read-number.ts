import { wrongUsage } from '../command-error.ts'

/** The whole number that an option was given; undefined if it was not given. Throws a CommandError that names the bounds. */
export function readNumber(
  option: string,
  text: string | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw wrongUsage(`--${option} is a whole number from ${min} to ${max}, not "${text}".`)
}
