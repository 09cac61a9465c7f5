/** What many players from one address need, and what of it a server's limits refuse. */

export type LimitNeed = {
  readonly name: string
  readonly has: number
  readonly needs: number
  /** Without it the players cannot all play, or they only come slowly. */
  readonly severity: 'blocks' | 'slows'
}

/** Some sockets and guests beyond the players: those who come anew, and other programs of the same address. */
const margin = 50

/** A crowd that takes longer to connect or to sign up is slow. */
const patienceSeconds = 30

/** The limits that so many players from one address need to come quickly and all play. */
export function limitsFor(players: number): { readonly [name: string]: number } {
  return {
    socketsPerAddressMax: players + margin,
    socketsMax: Math.max(10_000, players + margin),
    handshakesPerAddressPerSecond: Math.max(20, Math.ceil(players / 2)),
    unauthenticatedPerAddressMax: Math.max(10, Math.ceil(players / 2)),
    unauthenticatedMax: Math.max(200, players),
    guestsPerAddressPerMinute: Math.max(60, 10 * (players + margin)),
  }
}

/** Which limits in force stand in the way. The debug role's guests are not counted by the server. */
export function findTightLimits(
  limits: { readonly [name: string]: number },
  { players, isOperator }: { readonly players: number; readonly isOperator: boolean },
): readonly LimitNeed[] {
  const need = (name: string, least: number, severity: LimitNeed['severity']): LimitNeed[] => {
    const has = limits[name] ?? Number.POSITIVE_INFINITY
    return has >= least ? [] : [{ name, has, needs: limitsFor(players)[name] ?? least, severity }]
  }
  return [
    ...need('socketsPerAddressMax', players, 'blocks'),
    ...need('socketsMax', players, 'blocks'),
    ...need('handshakesPerAddressPerSecond', players / patienceSeconds, 'slows'),
    ...(isOperator ? [] : need('guestsPerAddressPerMinute', players, 'slows')),
  ]
}

/** The setting that lifts them, as it stands in `.env` or before the command. */
export function limitsSetting(needs: readonly LimitNeed[]): string {
  const lifted = Object.fromEntries(needs.map(({ name, needs: least }) => [name, least]))
  return `LIMITS='${JSON.stringify(lifted)}'`
}

/** In words, for people. */
export function explainLimits(needs: readonly LimitNeed[], players: number): string {
  const lines = needs.map(({ name, has, severity }) => `  ${name} is ${has}: ${consequence(severity, players)}`)
  return [
    `The limits of the server are too tight for ${players} players from one address:`,
    ...lines,
    'Start the server with these:',
    `  ${limitsSetting(needs)}`,
  ].join('\n')
}

function consequence(severity: LimitNeed['severity'], players: number): string {
  return severity === 'blocks' ? `${players} cannot play at once` : `they come slowly`
}
