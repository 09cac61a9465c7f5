import type { Playing } from './situation.ts'

/** What a fight came to in credits, as far as the captain's own view shows it. */
export type Fortune = {
  /** Came in with its end. */
  readonly taken: number
  /** Went with the own ship. */
  readonly lost: number
}

export const noFortune: Fortune = { taken: 0, lost: 0 }

type Standing = { readonly fightId: string | undefined; readonly credits: number; readonly isEscapePod: boolean }

/** Keeps what a captain owned a view ago: no event tells what a victory brought, or what went with a ship. */
export type Purse = {
  /** What is owned now. Told of each view, before its events are read. */
  look(now: Pick<Playing, 'own' | 'fight'>): void
  /** Of a fight that is over with the last view. Nothing, if that was not seen from one view to the next. */
  fortuneOf(fightId: string): Fortune
}

export function createPurse(): Purse {
  let before: Standing | undefined
  let now: Standing | undefined
  let loss: { readonly fightId: string; readonly credits: number } | undefined
  return {
    look({ own: { credits, isEscapePod }, fight }) {
      before = now
      now = { fightId: fight?.id, credits, isEscapePod }
      if (before?.fightId !== undefined && isEscapePod && !before.isEscapePod)
        loss = { fightId: before.fightId, credits: before.credits }
    },
    fortuneOf(fightId) {
      const gain = before?.fightId === fightId ? (now?.credits ?? 0) - before.credits : 0
      return { taken: Math.max(0, gain), lost: loss?.fightId === fightId ? loss.credits : 0 }
    },
  }
}
