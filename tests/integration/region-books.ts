import type { WireEntity } from '../../framework/protocol/src/apply-frame.ts'
import type { Encounter } from '../../modules/space-combat/kinds.ts'

export type Round = Encounter['data']['log'][number]
type Party = Encounter['data']['participants'][number]

/** What a region has to have, however often its server was killed. */
export type Totals = { readonly credits: number; readonly fighters: number; readonly goods: number }

/**
 * Keeps the books of a region from outside: every round that was ever fought, as it was stored, and what each took. Rounds
 * that are looked at often enough are never forgotten by the region before they are here.
 */
export class RegionBooks {
  /** combat id → round → report. */
  readonly #rounds = new Map<string, Map<number, Round>>()
  readonly #parties = new Map<string, Party>()
  /** What operators brought in, beside what was there at the beginning. */
  #expected: Totals
  readonly wrong: string[] = []

  constructor(entities: readonly WireEntity[]) {
    this.#expected = totals(entities)
  }

  granted({ fighters, goods }: { readonly fighters: number; readonly goods: number }): void {
    const { credits } = this.#expected
    this.#expected = {
      credits,
      fighters: this.#expected.fighters + fighters,
      goods: this.#expected.goods + goods,
    }
  }

  get rounds(): readonly Round[] {
    return [...this.#rounds.values()].flatMap((rounds) => [...rounds.values()])
  }

  round(combatId: string, round: number): Round | undefined {
    return this.#rounds.get(combatId)?.get(round)
  }

  /** Goes through what is stored. What does not add up is in `wrong`. */
  audit(entities: readonly WireEntity[]): void {
    for (const fight of fightsOf(entities)) this.#enter(fight)
    const lost = this.rounds.flatMap(({ entries }) => entries).reduce((sum, entry) => sum - entry.fightersDelta, 0)
    const { credits, fighters, goods } = this.#expected
    this.#compare('INV-C1 credits', totals(entities).credits, credits)
    this.#compare('INV-D1 fighters', totals(entities).fighters, fighters - lost)
    this.#compare('INV-S3 goods and scrap', totals(entities).goods, goods + this.#scrapLeft())
    for (const { id, kind, data } of entities) {
      if (kind !== 'ship') continue
      const { shipType, cargo } = data as { shipType: string; cargo: Cargo }
      if (units(cargo) > (shipType === 'escape_pod' ? 0 : 60)) this.wrong.push(`${id} has more aboard than it can hold`)
    }
  }

  #enter({ combatId, log, parties, isOver }: Fight): void {
    const known = this.#rounds.get(combatId) ?? new Map<number, Round>()
    this.#rounds.set(combatId, known)
    for (const report of log) {
      const before = known.get(report.round)
      if (before === undefined) this.#checkShots(combatId, report)
      else if (JSON.stringify(before) !== JSON.stringify(report))
        this.wrong.push(`round ${report.round} of ${combatId} was fought twice, or changed afterwards`)
      known.set(report.round, report)
    }
    const numbers = [...known.keys()].sort((one, other) => one - other)
    if (numbers.some((round, index) => round !== index + 1)) this.wrong.push(`${combatId} has the rounds ${numbers}`)
    const ends = [...known.values()].filter(({ result }) => result !== null)
    if (ends.length !== (isOver ? 1 : 0)) this.wrong.push(`${combatId} has ended ${ends.length} times`)
    for (const party of parties) this.#parties.set(`${combatId} ${party.id}`, party)
  }

  /** INV-D6: fighters lost are shots fired; who is hit loses what the others hit. */
  #checkShots(combatId: string, { round, entries }: Round): void {
    const sum = (pick: (entry: Round['entries'][number]) => number) =>
      entries.reduce((total, entry) => total + pick(entry), 0)
    const [hits, offensive] = [sum(({ hits: of }) => of), sum(({ offensiveLosses }) => offensiveLosses)]
    const isEven =
      hits === sum(({ defensiveLosses }) => defensiveLosses) &&
      hits + offensive === -sum(({ fightersDelta }) => fightersDelta)
    if (!isEven) this.wrong.push(`INV-D6 round ${round} of ${combatId}: losses are not shots`)
  }

  /** Of every ship and garrison that was shot. */
  #scrapLeft(): number {
    const scraps = [...this.#rounds].flatMap(([combatId, rounds]) =>
      [...rounds.values()].flatMap(({ entries }) =>
        entries
          .filter(({ fightersRemaining, fightersDelta }) => fightersRemaining === 0 && fightersDelta < 0)
          .map(({ id }) => scrapOf(id, this.#parties.get(`${combatId} ${id}`))),
      ),
    )
    return scraps.reduce((sum, scrap) => sum + scrap, 0)
  }

  #compare(what: string, found: number, expected: number): void {
    if (found !== expected) this.wrong.push(`${what}: ${found} instead of ${expected}`)
  }
}

/** All ships here are raiders of 180,000 credits. One that was shot down is no party any more; a garrison stays one. */
function scrapOf(id: string, party: Party | undefined): number {
  if (!id.startsWith('garrison:')) return 180
  return party === undefined ? Number.NaN : Math.max(5, Math.floor(party.fightersAtEntry / 10))
}

type Cargo = { readonly fuel_ore: number; readonly organics: number; readonly equipment: number }

export function units({ fuel_ore, organics, equipment }: Cargo): number {
  return fuel_ore + organics + equipment
}

function totals(entities: readonly WireEntity[]): Totals {
  const all = entities.map(({ data }) => data as { credits?: number; tollBalance?: number; fighters?: number })
  const holds = entities.map(({ data }) => data as { cargo?: Cargo; scrap?: number })
  return {
    credits: all.reduce((sum, { credits = 0, tollBalance = 0 }) => sum + credits + tollBalance, 0),
    fighters: all.reduce((sum, { fighters = 0 }) => sum + fighters, 0),
    goods: holds.reduce((sum, { cargo, scrap = 0 }) => sum + (cargo === undefined ? 0 : units(cargo)) + scrap, 0),
  }
}

type Fight = {
  readonly combatId: string
  readonly log: readonly Round[]
  readonly parties: readonly Party[]
  readonly isOver: boolean
}

function fightsOf(entities: readonly WireEntity[]): readonly Fight[] {
  return entities
    .filter(({ kind }) => kind === 'encounter' || kind === 'battle')
    .map(({ id, kind, data }) => {
      const { combatId, log, participants } = data as unknown as Encounter['data'] & { combatId?: string }
      return { combatId: combatId ?? id, log, parties: participants, isOver: kind === 'battle' }
    })
}
