import type { Random } from 'gridtick'
import type { Realm } from '../realm.ts'
import { type ShipClass, shipClasses } from '../ship-classes.ts'
import { type Combatant, isStanding, type Target } from './combatant.ts'

export type Hit = { readonly on: Combatant; readonly target: Target; readonly points: number }

type Aim = { readonly on: Combatant; readonly target: Target; readonly count: number; readonly defence: number }

/** The shots of one fleet in one round: each ship and fighter fires once, at enemy fighters while there are any. */
export function fire(shooter: Combatant, enemies: readonly Combatant[], draws: Random, realm: Realm): Hit[] {
  const aims = aimsAt(enemies.filter(isStanding), realm)
  const total = aims.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return []
  const { classes, fighter, war } = realm.balance
  const hits: Hit[] = []
  const shoot = (count: number, base: number) => {
    const attack = base * shooter.attack
    for (let shot = 0; base > 0 && shot < count; shot++) {
      const { on, target, defence } = drawAim(aims, draws.int(0, total - 1))
      if (draws.chance(attack / (attack + defence)))
        hits.push({ on, target, points: Math.max(1, Math.round(base * war.damagePerAttack)) })
    }
  }
  for (const shipClass of shipClasses) shoot(shooter.ships[shipClass], classes[shipClass].attack)
  shoot(shooter.fighters, fighter.attack)
  return hits
}

function aimsAt(enemies: readonly Combatant[], { balance }: Realm): Aim[] {
  const fighters = enemies
    .filter((enemy) => enemy.fighters > 0)
    .map((on): Aim => ({ on, target: 'fighter', count: on.fighters, defence: balance.fighter.defence * on.defence }))
  if (fighters.length > 0) return fighters
  return enemies.flatMap((on) => shipClasses.flatMap((target) => aimAt(on, target, balance.classes[target].defence)))
}

function aimAt(on: Combatant, target: ShipClass, defence: number): Aim[] {
  const count = on.ships[target] + on.mothballed[target]
  return count === 0 ? [] : [{ on, target, count, defence: defence * on.defence }]
}

function drawAim(aims: readonly Aim[], drawn: number): Aim {
  let rest = drawn
  for (const aim of aims) {
    if (rest < aim.count) return aim
    rest -= aim.count
  }
  return aims.at(-1) as Aim
}
