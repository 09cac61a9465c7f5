import type { ListedTurn, ResolvedTurn, TurnResult, TurnWrites } from './turn-storage.ts'
import { cleanText, integer, key } from './zone-rows.ts'

/** Columns are called as the fields are. */
export type TurnRow = Omit<ResolvedTurn, 'isRolledBack'> & { readonly isRolledBack: 0 | 1 }

/** `size`: characters of all its texts. */
export type TurnResultRow = TurnResult & { readonly size: number }

/** Throws an UnstorableError. */
export function encodeTurn(turn: NonNullable<TurnWrites['resolved']>['turn']): TurnRow {
  return {
    resolution: integer(turn.resolution, 'resolution'),
    turn: integer(turn.turn, 'turn'),
    run: integer(turn.run, 'run'),
    tick: integer(turn.tick, 'tick'),
    openedAt: integer(turn.openedAt, 'openedAt'),
    resolvedAt: integer(turn.resolvedAt, 'resolvedAt'),
    reason: turn.reason,
    isRolledBack: 0,
    summary: cleaned(turn.summary),
  }
}

export function decodeTurn(row: TurnRow): ResolvedTurn {
  const { resolution, turn, run, tick, openedAt, resolvedAt, reason, isRolledBack, summary } = row
  return { resolution, turn, run, tick, openedAt, resolvedAt, reason, isRolledBack: isRolledBack === 1, summary }
}

/** Throws an UnstorableError. */
export function encodeTurnResult(result: TurnResult): TurnResultRow {
  const { playerId, source, code, summary, shown, problem } = result
  const row = { code: cleaned(code), summary: cleaned(summary), shown: cleaned(shown) }
  const size = (row.summary?.length ?? 0) + (row.shown?.length ?? 0)
  return { playerId: key(playerId, 'playerId'), source, ...row, problem, size }
}

export function decodeTurnResult({ playerId, source, code, summary, shown, problem }: TurnResultRow): TurnResult {
  return { playerId, source, code, summary, shown, problem }
}

/** A turn in a list, with what became of one's own orders. */
export function listedTurn(row: TurnRow, result: TurnResultRow | undefined): ListedTurn {
  return { ...decodeTurn(row), own: result === undefined ? null : { source: result.source, code: result.code } }
}

function cleaned(text: string | null): string | null {
  return text === null ? null : cleanText(text)
}
