/** Whoever was ended once is missed at once; one that cannot live is not to keep the machine busy. */
const delaysMs = [0, 1_000, 2_000, 5_000, 10_000, 30_000]

/** A server that has run so long has got over whatever ended those before it. */
export const soundMs = 60_000

/** How long to wait before a server is started anew that crashed: `crashes` of them in a row, from 1 on. In ms. */
export function crashDelayMs(crashes: number): number {
  return delaysMs[Math.min(crashes, delaysMs.length) - 1] ?? 0
}
