import { element } from '@gridtick/screen'
import { panel, setText } from '../controls/controls.ts'
import type { Part } from '../part.ts'
import { type Chosen, chosenIn, chosenWords, type Fight, idleWords } from '../region/fight.ts'
import type { Bridge } from '../region/scene.ts'
import type { SeenGarrison } from '../region/seen-garrison.ts'
import { createFightForm } from './fight-form.ts'
import { createSides } from './fight-sides.ts'
import { createRoundClock } from './round-clock.ts'
import { createRounds } from './rounds-list.ts'

/** The own fight: who is in it, how long the round is open, what to do, what was done. */
export function createFightPanel(bridge: Bridge): Part {
  const where = element('p', { class: 'fight-where' })
  const clock = createRoundClock(bridge.clock)
  const sides = createSides(bridge.playerId)
  const form = createFightForm(bridge)
  const state = element('p', { class: 'fight-chosen', role: 'status' })
  const hint = element('p', { class: 'note' })
  const rounds = createRounds()
  const open = element(
    'div',
    { class: 'open-round' },
    element('div', { class: 'line spread' }, where, clock.root),
    sides.root,
    form.root,
    element('div', { class: 'fight-state' }, state, hint),
  )
  const root = panel('Fight', element('div', { class: 'fight-parts' }, open, rounds.root))
  root.classList.add('fight')
  root.hidden = true
  return {
    root,
    update(scene) {
      const { fight, garrison, extras } = scene.now
      const begins = root.hidden && fight !== undefined
      root.hidden = fight === undefined
      clock.watch(fight)
      if (fight === undefined) return
      const chosen = chosenIn(fight, extras)
      setText(where, `Sector ${fight.sector} · Round ${fight.round}`)
      const isTollPaid = scene.rounds.some((round) => round.isTollPaid)
      const words = stateWords({ fight, garrison, isTollPaid, chosen })
      setText(state, words.state)
      setText(hint, words.hint)
      sides.update(fight)
      form.update(scene)
      rounds.update(scene.rounds)
      if (begins && !isInSight(open)) root.scrollIntoView({ block: 'start' })
    },
    end: () => clock.watch(undefined),
  }
}

/** Whoever looks at something else must not miss a fight that begins, nor look for what to press. */
function isInSight(target: HTMLElement): boolean {
  const { top, bottom } = target.getBoundingClientRect()
  return top >= 0 && bottom <= window.innerHeight
}

/** What is awaited, or what was chosen; and what the captain should know of it. */
function stateWords({
  fight,
  garrison,
  isTollPaid,
  chosen,
}: {
  fight: Fight
  garrison: SeenGarrison | undefined
  isTollPaid: boolean
  chosen: Chosen | undefined
}): { readonly state: string; readonly hint: string } {
  if (chosen !== undefined)
    return { state: chosenWords(chosen, fight), hint: 'Waiting for the others; you can still change it.' }
  const idle = idleWords({ fight, garrison, isTollPaid })
  return { state: `Round ${fight.round}: choose what to do.`, hint: `Who chooses nothing braces. ${idle}` }
}
