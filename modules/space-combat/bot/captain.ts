import { createNotes, type Notes } from './notes.ts'
import type { Strategy } from './order.ts'
import { type StrategyName, strategies, strategyNames } from './strategies.ts'

/** What a captain keeps in mind. */
export type Captain = {
  readonly decide: Strategy
  readonly notes: Notes
  /** The way that the server plotted; each sector of it but the first is one move away from the one before. */
  course: readonly number[]
}

/** Settings are named `pirate.boldness`; of each strategy those that are its own count. An unknown role is a trader. */
export function createCaptain({
  role,
  settings,
}: {
  readonly role: string
  readonly settings: { readonly [name: string]: number }
}): Captain {
  const name = strategyNames.find((known) => known === role) ?? 'trader'
  return { decide: strategies[name].create(thresholdsOf(name, settings)), notes: createNotes(), course: [] }
}

function thresholdsOf(name: StrategyName, settings: { readonly [name: string]: number }) {
  const prefix = `${name}.`
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  )
}
