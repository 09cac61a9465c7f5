const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/** A text without control and formatting characters, which could move a terminal's cursor or hide what stands there. */
export function clean(text: string): string {
  return text.replaceAll(unseen, '\uFFFD')
}

/** JSON on one line with these characters escaped: it says the same, and is safe where a terminal shows it. */
export function escapeInJson(json: string): string {
  return json.replaceAll(unseen, (text) =>
    Array.from({ length: text.length }, (_, index) => escapeUnit(text.charCodeAt(index))).join(''),
  )
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`
}
