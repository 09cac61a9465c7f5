import { type ProbeContext, probeModule } from './probe-module.ts'

/** Counts what it did, and throws on `boom`, on the names given, and while `isBroken` says so. */
export function counter({ hates = [], isBroken = () => false }: { hates?: string[]; isBroken?: () => boolean } = {}) {
  const runs: string[][] = []
  const onTick = ({ intents, membership }: ProbeContext) => {
    runs.push([
      ...membership.map((change) => `${change.playerId} ${change.change}`),
      ...intents.map(({ type }) => type),
    ])
    if (isBroken()) throw new Error('the rules are broken')
    if (membership.some(({ playerId }) => hates.includes(playerId))) throw new Error('not with this player')
    if (intents.some(({ type }) => type === 'boom')) throw new Error('boom')
    return { update: [{ id: 'a', inc: [[['data', 'n'], intents.length]] }] }
  }
  return { module: probeModule({ onTick }), runs }
}
/** How often something was counted; it begins at 1. */
export const countOf = (zone: { entities: { get(id: string): { data: object } | undefined } }) =>
  (zone.entities.get('a')?.data as { n: number } | undefined)?.n
