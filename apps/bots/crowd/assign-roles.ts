import type { Bot } from '@gridtick/client'

/** Of a bot that names no roles. */
const onlyRole = 'player'

/**
 * The role of each player: as many of each as was said, or by the shares that the bot names. Roles are mixed, so that
 * those who come first are not all alike.
 */
export function assignRoles(bot: Bot, players: number, wanted: { readonly [role: string]: number }): readonly string[] {
  const shares = Object.keys(wanted).length > 0 ? wanted : sharesOf(bot)
  const total = Object.values(shares).reduce((sum, share) => sum + share, 0)
  const given = new Map(Object.keys(shares).map((role) => [role, 0]))
  return Array.from({ length: players }, (_, index) => {
    // Whoever is furthest behind its share comes next.
    const behind = (role: string) => ((shares[role] ?? 0) * (index + 1)) / total - (given.get(role) ?? 0)
    const next = [...given.keys()].reduce((one, other) => (behind(other) > behind(one) ? other : one))
    given.set(next, (given.get(next) ?? 0) + 1)
    return next
  })
}

function sharesOf({ roles = {} }: Bot): { readonly [role: string]: number } {
  const shares = Object.fromEntries(Object.entries(roles).map(([role, { share }]) => [role, share]))
  return Object.keys(shares).length > 0 ? shares : { [onlyRole]: 1 }
}
