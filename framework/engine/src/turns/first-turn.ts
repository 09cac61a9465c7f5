import type { ZoneTurn } from '../ports/storage/stored-turn.ts'

/** The turns of a new zone. The first opens once it is known who must order. */
export function firstTurn({ isPaused }: { readonly isPaused: boolean }): ZoneTurn {
  return {
    number: 1,
    run: 1,
    stage: { phase: 'waiting', why: isPaused ? 'paused' : 'nobody', openedAt: null },
    clock: { kind: 'none' },
    missed: {},
    idleTurns: 0,
    rollbacks: [],
  }
}
