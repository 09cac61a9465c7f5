/** A line of progress. Tables go to standard output, so that they can be kept without these. */
export function tell(text: string): void {
  process.stderr.write(`${new Date().toTimeString().slice(0, 8)} ${text}\n`)
}
