import { element } from '@gridtick/screen'
import { createBar } from '../controls/bar.ts'
import { setText } from '../controls/controls.ts'
import { createKeyedList, type Row } from '../controls/keyed-list.ts'
import { whenChanged } from '../controls/when-changed.ts'
import { type Fight, type Party, type Side, sidesOf } from '../region/fight.ts'
import { shipTypeName } from '../words/names.ts'

/**
 * Who fights whom, with bars for what each party has left: two sides beside each other where there is room, and a line for
 * each party where there is none, or where there are more.
 */
export function createSides(playerId: string) {
  const list = element('div', { class: 'sides' })
  const root = element('div', {}, element('div', { class: 'side-heads', 'aria-hidden': 'true' }, head(), head()), list)
  const show = createKeyedList<Side>({ root: list, keyOf: ({ ownerId }) => ownerId, make: createSide })
  const update = whenChanged((fight: Fight) => {
    const sides = sidesOf(fight, playerId)
    root.classList.toggle('duel', sides.length < 3)
    show(sides)
  })
  return { root, update }
}

/** What the numbers below are; each bar says so by itself to those who do not see it. */
function head(): HTMLElement {
  return element('div', { class: 'side-head' }, element('span', {}, 'Fighters'), element('span', {}, 'Shields'))
}

function createSide({ isOwn }: Side): Row<Side> {
  const parties = element('ul', { class: 'parties' })
  const show = createKeyedList<Party>({ root: parties, keyOf: ({ id }) => id, make: createParty })
  return {
    root: element(
      'div',
      { class: isOwn ? 'side-of own' : 'side-of', role: 'group', 'aria-label': isOwn ? 'Your side' : 'Another side' },
      element('h4', { class: 'side-name' }, isOwn ? 'Your side' : 'Against'),
      parties,
    ),
    update: (side) => show(side.parties),
  }
}

function createParty({ kind }: Party): Row<Party> {
  const title = element('span', { class: 'party-name' })
  const type = element('span', { class: 'faint' })
  const fighters = createBar('Fighters', 'fighters')
  const shields = createBar('Shields', 'shields')
  const root = element(
    'li',
    { class: 'party' },
    element('div', { class: 'party-who' }, title, type),
    fighters.root,
    shields.root,
  )
  return {
    root,
    update(party) {
      const isDown = party.fighters === 0
      root.classList.toggle('down', isDown)
      setText(title, party.name)
      setText(type, stateOf(party, kind))
      fighters.update(party.fighters, party.maxFighters)
      shields.update(party.shields, party.maxShields)
    },
  }
}

function stateOf({ fighters, typeName }: Party, kind: Party['kind']): string {
  if (fighters === 0) return kind === 'garrison' ? 'destroyed' : 'no fighters'
  return kind === 'garrison' ? 'garrison' : shipTypeName(typeName ?? 'ship')
}
