import type { Random } from 'gridtick'

const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/**
 * An id of chance that is named by its matter, as `colony` at a cell: so what is made elsewhere, unseen, shifts no id. It tells
 * nothing about what else exists.
 */
export function namedId(random: Random, kind: string, matter: string): string {
  const draws = random.fork(`id:${kind}:${matter}`)
  const text = Array.from({ length: 16 }, () => letters[draws.int(0, letters.length - 1)]).join('')
  return `${kind}-${text}`
}
