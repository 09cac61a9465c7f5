/** How a kind of entity is drawn, where a screen does not say. Told apart by shape as well as by colour. */
export const shapes = ['circle', 'square', 'diamond', 'triangle', 'hexagon', 'star', 'cross', 'ring'] as const

export type Shape = (typeof shapes)[number]

/** What a kind is drawn as that has no look of its own. */
export type KindMark = { readonly shape: Shape; readonly colour: string }

/**
 * The mark of each kind. It follows from the name, so a kind looks the same on every map; only where two of them would
 * look alike, the later one takes the next mark that is free.
 */
export function createKindMarks(): (kind: string) => KindMark {
  const places = shapes.length * huesMax
  const taken = new Set<number>()
  return (kind) => {
    let place = hashOf(kind) % places
    // The step has no factor in common with the number of places, and changes shape and colour at once.
    for (let tries = 0; taken.has(place) && tries < places; tries++) place = (place + shapes.length + 1) % places
    taken.add(place)
    return {
      shape: shapes[place % shapes.length] ?? 'circle',
      colour: `--hue-${Math.floor(place / shapes.length)}`,
    }
  }
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), then mixed: names that differ in one letter differ in all bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/** In degrees, neighbours far apart, and none near the mark that own entities bear. */
const degrees = [212, 150, 285, 48, 190, 325, 95, 250]

/** The hues of kinds that have no colour of their own. */
export const huesMax = degrees.length

/** Dark enough on light paper and light enough on dark. */
export function hue(index: number, isDark: boolean): string {
  return isDark ? `hsl(${degrees[index % huesMax]} 65% 70%)` : `hsl(${degrees[index % huesMax]} 65% 33%)`
}
