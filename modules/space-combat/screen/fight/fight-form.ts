import { element } from '@gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setOptions, setText } from '../controls/controls.ts'
import { keyed } from '../controls/keys.ts'
import { createQuantity } from '../controls/quantity.ts'
import { whenChanged } from '../controls/when-changed.ts'
import { chosenIn, type Fight, meansOf, targetsOf, tollIn } from '../region/fight.ts'
import type { Bridge, Scene } from '../region/scene.ts'
import type { SeenGarrison } from '../region/seen-garrison.ts'
import type { OwnShip, Place } from '../region/situation.ts'
import { count } from '../words/quantities.ts'

type Order =
  | { readonly action: 'attack'; readonly targetId: string; readonly commit: number }
  | { readonly action: 'flee'; readonly toSector: number }
  | { readonly action: 'brace' | 'pay' }

/** What a captain can do in a round. The last choice counts, until the round is fought. */
export function createFightForm({ zone, playerId }: Bridge) {
  let fight: Fight | undefined
  const answer = createAnswerLine()
  const order = (chosen: Order) => {
    if (fight === undefined) return Promise.resolve(false)
    const { id: combatId, round } = fight
    return answer.ask(() => zone.send('combat_action', { combatId, round, ...chosen }))
  }

  const target = element('select', {})
  const commit = createQuantity({ label: 'Fighters to send', first: 0.5 })
  const attack = button('Attack', () => order({ action: 'attack', targetId: target.value, commit: commit.value }), {
    class: 'primary order',
    ...keyed('a'),
  })
  const brace = button('Brace', () => order({ action: 'brace' }), { class: 'order', ...keyed('b') })
  const refuge = element('select', {})
  const flee = button('Flee', () => order({ action: 'flee', toSector: Number(refuge.value) }), {
    class: 'order',
    ...keyed('f'),
  })
  const pay = button('Pay toll', () => order({ action: 'pay' }), { class: 'order', ...keyed('p') })

  const attackRow = element(
    'div',
    { class: 'aim' },
    element('label', { class: 'aim-target' }, 'Target', target),
    commit.root,
  )
  const fleeRow = element('div', { class: 'line' }, element('label', { class: 'line refuge' }, 'Flee to', refuge), flee)
  const whyNot = element('p', { class: 'note' })
  const root = element(
    'div',
    { class: 'orders', role: 'group', 'aria-label': 'Your orders' },
    attackRow,
    element('div', { class: 'line spread' }, element('div', { class: 'line' }, attack, brace, pay), fleeRow),
    whyNot,
    answer.root,
  )

  const draw = whenChanged(
    (now: Fight, place: Place, garrison: SeenGarrison | undefined, own: OwnShip, isTollPaid: boolean) => {
      if (fight?.id !== now.id || fight.round !== now.round) answer.say('')
      fight = now
      const means = meansOf(now, playerId)
      const targets = targetsOf(now, playerId)
      const fighters = now.parties.find(({ id }) => id === playerId)?.fighters ?? 0
      attackRow.hidden = means !== 'all'
      attack.hidden = means !== 'all'
      setOptions(
        target,
        targets.map(({ id, name, fighters: left }) => ({ value: id, text: `${name}, ${count(left, 'fighter')}` })),
      )
      commit.limit(fighters)
      attack.disabled = targets.length === 0
      setOptions(
        refuge,
        place.warps.map((sector) => ({ value: String(sector), text: `Sector ${sector}` })),
      )
      const toll = isTollPaid ? undefined : tollIn(now, garrison)
      pay.hidden = toll === undefined
      if (toll !== undefined) setText(pay, `Pay toll of ${count(toll.tollAmount, 'credit')}`)
      const { turnsPerWarp } = own.most
      const reasons = [
        ...(means === 'flight' ? ['You have no fighters on board to attack with.'] : []),
        ...(place.warps.length === 0 ? ['No warp leads out of here.'] : []),
        ...(own.warpPower < turnsPerWarp ? [`Fleeing takes ${count(turnsPerWarp, 'unit')} of warp power.`] : []),
        ...(toll !== undefined && own.credits < toll.tollAmount ? [`You have ${count(own.credits, 'credit')}.`] : []),
      ]
      flee.disabled = place.warps.length === 0 || own.warpPower < turnsPerWarp
      pay.disabled = toll !== undefined && own.credits < toll.tollAmount
      setText(whyNot, reasons.join(' '))
      whyNot.hidden = reasons.length === 0
    },
  )

  return {
    root,
    update({ now, rounds }: Scene) {
      if (now.fight === undefined) return
      const isTollPaid = rounds.some((round) => round.isTollPaid)
      draw(now.fight, now.place, now.garrison, now.own, isTollPaid)
      const chosen = chosenIn(now.fight, now.extras)?.action
      for (const [name, choice] of Object.entries({ attack, brace, flee, pay }))
        choice.setAttribute('aria-pressed', String(name === chosen))
    },
  }
}
