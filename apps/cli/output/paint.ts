/** A text in one of the terminal's colours or styles (the number of its SGR sequence). */
export function paint(text: string, style: number, isColoured: boolean): string {
  return isColoured ? `\x1b[${style}m${text}\x1b[0m` : text
}
