/** How a kind of entity is drawn, where a screen does not say. Told apart by shape as well as by colour. */
export const shapes = ['circle', 'square', 'diamond', 'triangle', 'hexagon', 'star', 'cross', 'ring'] as const

export type Shape = (typeof shapes)[number]

/** What a kind is drawn as that has no look of its own: the first, the second, and so on. */
export function kindMark(index: number): { readonly shape: Shape; readonly colour: string } {
  return { shape: shapes[index % shapes.length] ?? 'circle', colour: `--hue-${index % huesMax}` }
}

/** In degrees, neighbours far apart, and none near the mark that own entities bear. */
const degrees = [212, 150, 285, 48, 190, 325, 95, 250]

/** The hues of kinds that have no colour of their own. */
export const huesMax = degrees.length

/** Dark enough on light paper and light enough on dark. */
export function hue(index: number, isDark: boolean): string {
  return isDark ? `hsl(${degrees[index % huesMax]} 65% 70%)` : `hsl(${degrees[index % huesMax]} 65% 33%)`
}
