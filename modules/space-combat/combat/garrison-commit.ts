import type { GarrisonBalance } from '../balance.ts'

/** How a garrison stands to the others in a fight. A toll is first demanded, for one round, and then enforced until it is paid. */
export type GarrisonStance =
  | { readonly mode: 'offensive' | 'defensive' }
  | { readonly mode: 'toll'; readonly toll: 'demanded' | 'unpaid' | 'paid' }

/** How many of its fighters a garrison commits to an attack; 0: it braces instead. One that attacks commits at least one. */
export function garrisonCommit(
  { stance, fighters }: { stance: GarrisonStance; fighters: number },
  rules: GarrisonBalance,
): number {
  switch (stance.mode) {
    case 'offensive':
      return clampCommit(Math.max(rules.offensiveMin, Math.floor(rules.offensiveShare * fighters)), fighters)
    case 'defensive':
      return clampCommit(Math.max(rules.defensiveMin, Math.floor(rules.defensiveShare * fighters)), fighters)
    case 'toll':
      return stance.toll === 'unpaid' ? unpaidCommit(fighters, rules) : 0
  }
}

function unpaidCommit(fighters: number, { tollCommit, tollCommitShare, tollCommitMin }: GarrisonBalance): number {
  if (tollCommit === 'all') return fighters
  return clampCommit(Math.max(tollCommitMin, Math.floor(tollCommitShare * fighters)), fighters)
}

function clampCommit(commit: number, fighters: number): number {
  return Math.min(fighters, Math.max(1, commit))
}
