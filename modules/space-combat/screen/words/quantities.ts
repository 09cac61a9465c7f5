/** Numbers as people read them: 12,500. */
export function amount(number: number): string {
  return number.toLocaleString('en')
}

/** `1 fighter`, `20 fighters`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${amount(number)} ${number === 1 ? one : many}`
}

/** How much of the most there can be, from 0 to 1; of nothing, nothing. */
export function shareOf(number: number, most: number): number {
  return most <= 0 ? 0 : Math.min(1, Math.max(0, number / most))
}
