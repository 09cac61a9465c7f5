/**
 * Asks again and again until it is so, of programs that run on a clock of their own. How long it may take is the test's
 * to say: its time limit ends it.
 */
export async function waitUntil(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50))
}
