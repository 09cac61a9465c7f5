/** A sheet for each text: the parts that bring one are few and known when the page is built. */
const sheets = new Map<string, CSSStyleSheet>()

/** Adds a style sheet to the page, once however often it is asked for. (The page allows no inline styles.) */
export function adoptStyles(css: string): void {
  if (sheets.has(css)) return
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  sheets.set(css, sheet)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
}
