/**
 * The draws of one round, always the same for the same seed and round, on any machine: 32 bits of a hash start a mulberry32.
 * Whoever knows the seed knows the fight; it is never shown.
 */
export function drawsOfRound(seed: string, round: number): () => number {
  // The separator is in no number, so that round 23 of seed 1 is not round 3 of seed 12.
  return mulberry32(fnv1a32(`${seed}\u0000${round}`))
}

/** Numbers in [0, 1) from 32 bits of state: Tommy Ettinger's mulberry32. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** FNV-1a over the UTF-8 of a text: an unsigned 32-bit number. */
function fnv1a32(text: string): number {
  return new TextEncoder().encode(text).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193) >>> 0, 0x811c9dc5)
}
