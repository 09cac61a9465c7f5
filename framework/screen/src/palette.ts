import { hue, huesMax } from './kind-mark.ts'

/** The page's colours, for a canvas, which knows no style sheet. */
export type Palette = {
  /** Any CSS colour as it is, or a name of the page's colours as `--mark`. */
  colour(name: string): string
  /** Ends what it listens to. */
  remove(): void
}

const darkness = '(prefers-color-scheme: dark)'

/**
 * Reads the colours from an element's style, once it stands in the page. `onChange`: the page changed between dark and
 * light, so draw anew.
 */
export function createPalette(root: Element, onChange: () => void): Palette {
  const read = new Map<string, string>()
  const query = matchMedia(darkness)
  const refresh = () => {
    read.clear()
    onChange()
  }
  query.addEventListener('change', refresh)

  const resolve = (name: string): string => {
    const index = /^--hue-(\d+)$/.exec(name)?.[1]
    if (index !== undefined) return hue(Number(index) % huesMax, query.matches)
    return getComputedStyle(root).getPropertyValue(name).trim() || 'gray'
  }

  return {
    colour(name) {
      if (!name.startsWith('--')) return name
      const known = read.get(name)
      if (known !== undefined) return known
      const colour = resolve(name)
      // Before it stands in the page an element has no style to read.
      if (root.isConnected) read.set(name, colour)
      return colour
    },
    remove: () => query.removeEventListener('change', refresh),
  }
}
