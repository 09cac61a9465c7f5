import { wrongUsage } from '../command-error.ts'

type Bounds = { readonly min: number; readonly max: number }

/** The whole number that an option was given; undefined if it was not given. Throws a CommandError that names the bounds. */
export function readNumber(option: string, text: string, bounds: Bounds): number
export function readNumber(option: string, text: string | undefined, bounds: Bounds): number | undefined
export function readNumber(option: string, text: string | undefined, { min, max }: Bounds): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw wrongUsage(`--${option} is a whole number from ${min} to ${max}, not "${text}".`)
}
