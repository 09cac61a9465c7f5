import { type ShipClass, type Ships, shipClasses } from './ship-classes.ts'

type Entry = { readonly reason: string; readonly amount: number }

type Section = 'own' | 'seen' | 'news'

type Notes = {
  readonly lines: { readonly [Name in Section]: string[] }
  readonly credits: Entry[]
  readonly population: (Entry & { readonly id: string })[]
  readonly ships: (Entry & { readonly fleetId: string; readonly class: ShipClass | 'fighter' })[]
}

/** A summary has fewer lines than this. */
const linesMax = 59

/** What each house is told of a turn, gathered while it is resolved. */
export type Report = ReturnType<typeof openReport>

export function openReport() {
  const notes = new Map<string, Notes>()
  const eliminated: string[] = []
  const of = (houseId: string): Notes => {
    const known = notes.get(houseId)
    if (known !== undefined) return known
    const opened: Notes = { lines: { own: [], seen: [], news: [] }, credits: [], population: [], ships: [] }
    notes.set(houseId, opened)
    return opened
  }
  return {
    of,
    eliminated,
    /** What happened to what is the house's own, what it saw, and what else is new. */
    say(houseId: string, section: Section, line: string) {
      of(houseId).lines[section].push(line)
    },
    credits(houseId: string, reason: string, amount: number) {
      if (amount !== 0) of(houseId).credits.push({ reason, amount })
    },
    population(houseId: string, id: string, reason: string, amount: number) {
      if (amount !== 0) of(houseId).population.push({ id, reason, amount })
    },
    ship(houseId: string, fleetId: string, shipClass: ShipClass | 'fighter', reason: string, amount: number) {
      if (amount !== 0) of(houseId).ships.push({ fleetId, class: shipClass, reason, amount })
    },
    ships(houseId: string, fleetId: string, ships: Ships, reason: string, sign: number) {
      for (const shipClass of shipClasses) this.ship(houseId, fleetId, shipClass, reason, sign * ships[shipClass])
    },
  }
}

/** What one player reads of a turn: own things first, then what was seen, then what is new. */
export function summaryOf(report: Report, houseId: string, turn: number): string {
  const { lines, credits } = report.of(houseId)
  const total = credits.reduce((sum, { amount }) => sum + amount, 0)
  const sums = new Map<string, number>()
  for (const { reason, amount } of credits) sums.set(reason, (sums.get(reason) ?? 0) + amount)
  const money = [...sums].map(([reason, amount]) => `${reason} ${signed(amount)}`).join(', ')
  const said = [
    `Turn ${turn}`,
    money === '' ? 'Treasury: unchanged.' : `Treasury: ${signed(total)} credits (${money}).`,
    ...part('Your house', lines.own),
    ...part('Seen', lines.seen),
    ...part('News', lines.news),
  ]
  const kept = said.slice(0, linesMax - 1)
  return said.length > kept.length
    ? `${kept.join('\n')}\n… and ${said.length - kept.length} more lines.`
    : kept.join('\n')
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `- ${line}`)]
}

function signed(amount: number): string {
  return amount < 0 ? `−${-amount}` : `+${amount}`
}
