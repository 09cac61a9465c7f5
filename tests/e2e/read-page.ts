import type { Page } from 'playwright-core'

/** What a page shows that somebody cannot read, reach or hear of: a line for each. Empty: all is well. */
export async function findFaults(page: Page): Promise<readonly string[]> {
  return (
    await Promise.all([findNameless, findFaint, findOverflow, findCrookedTables].map((find) => find(page)))
  ).flat()
}

/** Controls that tell nobody what they are for. */
async function findNameless(page: Page): Promise<readonly string[]> {
  const controls = page.locator('a[href], button, input, select, textarea, summary, canvas[tabindex], [role=button]')
  // Elements are those of the page: the compiler of the tests knows none of their types.
  const texts = await controls.evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const references = (element.getAttribute('aria-labelledby') ?? '').split(' ').filter((id: string) => id !== '')
        const labels = [
          element.getAttribute('aria-label'),
          ...references.map((id: string) => element.ownerDocument.getElementById(id)?.textContent),
          ...Array.from(element.labels ?? [], (label: { textContent: string }) => label.textContent),
          element.textContent,
        ]
        return labels.every((label) => (label ?? '').trim() === '')
      })
      .map((element) => element.outerHTML.slice(0, 120)),
  )
  return texts.map((html) => `no name: ${html}`)
}

/** Texts whose contrast to what is behind them is below 4.5, large ones below 3 (WCAG 2.2, 1.4.3). */
async function findFaint(page: Page): Promise<readonly string[]> {
  return page.locator('body').evaluate((body) => {
    type Colour = readonly [red: number, green: number, blue: number, alpha: number]
    type Box = { readonly parentElement: Box | null }
    const view = body.ownerDocument.defaultView
    const context = view.document.createElement('canvas').getContext('2d', { willReadFrequently: true })

    /** Any notation of CSS, by painting a point with it. */
    function parse(text: string): Colour {
      context.clearRect(0, 0, 1, 1)
      context.fillStyle = text
      context.fillRect(0, 0, 1, 1)
      const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data
      return [red, green, blue, alpha / 255]
    }

    function over([red, green, blue, alpha]: Colour, below: Colour): Colour {
      const mix = (one: number, other: number) => one * alpha + other * (1 - alpha)
      return [mix(red, below[0]), mix(green, below[1]), mix(blue, below[2]), 1]
    }

    function behind(element: Box | null): Colour {
      if (element === null) return parse('Canvas')
      const colour = parse(view.getComputedStyle(element).backgroundColor)
      return colour[3] === 1 ? colour : over(colour, behind(element.parentElement))
    }

    function luminance(colour: Colour): number {
      const [red = 0, green = 0, blue = 0] = colour
        .slice(0, 3)
        .map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    function contrast(one: Colour, other: Colour): number {
      const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right)
      return (high + 0.05) / (low + 0.05)
    }

    const faint: string[] = []
    const walker = view.document.createTreeWalker(body, 4)
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement
      const text = walker.currentNode.textContent.trim()
      const isIdle =
        element.closest(':disabled, [aria-disabled=true], script, noscript, svg, [aria-hidden=true]') !== null
      if (text === '' || isIdle || !element.checkVisibility({ opacityProperty: true })) continue
      const style = view.getComputedStyle(element)
      const size = Number.parseFloat(style.fontSize)
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
      const ground = behind(element)
      const found = contrast(over(parse(style.color), ground), ground)
      if (found < (isLarge ? 3 : 4.5)) faint.push(`contrast ${found.toFixed(2)}: ${text.slice(0, 60)}`)
    }
    return faint
  })
}

/** The page is wider than the window, and what makes it so. */
async function findOverflow(page: Page): Promise<readonly string[]> {
  return page.locator('html').evaluate((root) => {
    const { innerWidth } = root.ownerDocument.defaultView
    if (root.scrollWidth <= innerWidth) return []
    const wide = [...root.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    )
    const names = wide.map((element) => `${element.tagName}.${element.getAttribute('class') ?? ''}`.slice(0, 60))
    return [`${root.scrollWidth} px wide in a window of ${innerWidth} px: ${names.slice(0, 8).join(', ')}`]
  })
}

/** Tables whose cells do not stand below their heads. Where heads are kept for readers aloud, each cell says its own. */
async function findCrookedTables(page: Page): Promise<readonly string[]> {
  const names = await page.locator('table').evaluateAll((tables) =>
    tables
      .filter((table) => table.checkVisibility() && table.tHead !== null && table.tBodies[0]?.rows[0] !== undefined)
      .filter(({ tHead, tBodies }) => {
        const heads = [...tHead.rows[0].cells]
        if (tHead.getBoundingClientRect().width <= 1) return false
        return heads.some((head, column) => {
          const [above, below] = [head, tBodies[0].rows[0].cells[column]].map((cell) => cell.getBoundingClientRect())
          return Math.abs(above.left - below.left) > 1 || above.bottom > below.top + 1
        })
      })
      .map((table) => table.caption?.textContent ?? table.getAttribute('aria-label') ?? table.className),
  )
  return names.map((name) => `heads beside their columns: ${name}`)
}

/** Goes through a page by Tab and names what does not show that it has the focus. */
export async function findUnmarkedFocus(page: Page, presses: number): Promise<readonly string[]> {
  const unmarked: string[] = []
  const body = page.locator('body')
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('Tab')
    const fault = await body.evaluate(({ ownerDocument }) => {
      const element = ownerDocument.activeElement
      if (element === ownerDocument.body) return undefined
      // A part of an element, as the circle of a sector, may show it for the whole.
      const looks = () =>
        [element, ...element.querySelectorAll('*')]
          .map((part) => ownerDocument.defaultView.getComputedStyle(part))
          .map((style) => [style.outline, style.boxShadow, style.stroke, style.strokeWidth].join())
          .join('\n')
      const focusedLooks = looks()
      element.blur()
      const isSeen = looks() !== focusedLooks
      element.focus()
      return isSeen ? undefined : element.outerHTML.slice(0, 120)
    })
    if (fault !== undefined) unmarked.push(`no focus seen: ${fault}`)
  }
  return unmarked
}
