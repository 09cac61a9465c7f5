/** A text without control and formatting characters, which could move a terminal's cursor or hide what stands there. */
export function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD')
}
