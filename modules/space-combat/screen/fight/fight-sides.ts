import { element } from 'gridtick/screen'
import { createBar } from '../controls/bar.ts'
import { setText } from '../controls/controls.ts'
import { createKeyedList, type Row } from '../controls/keyed-list.ts'
import { whenChanged } from '../controls/when-changed.ts'
import { type Fight, type Party, type Side, sidesOf } from '../region/fight.ts'
import { shipTypeName } from '../words/names.ts'

/** Who fights whom: a column for each side, with bars for what each party has left. */
export function createSides(playerId: string) {
  const root = element('div', { class: 'sides' })
  const show = createKeyedList<Side>({ root, keyOf: ({ ownerId }) => ownerId, make: createSide })
  return { root, update: whenChanged((fight: Fight) => show(sidesOf(fight, playerId))) }
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

function createParty({ name, kind, maxShields }: Party): Row<Party> {
  const type = element('span', { class: 'faint' })
  const fighters = createBar('Fighters', 'fighters')
  const shields = createBar('Shields', 'shields')
  shields.root.hidden = maxShields === 0
  const root = element(
    'li',
    { class: 'party' },
    element('div', { class: 'line' }, element('span', { class: 'party-name' }, name), type),
    fighters.root,
    shields.root,
  )
  return {
    root,
    update(party) {
      const isDown = party.fighters === 0
      root.classList.toggle('down', isDown)
      setText(type, stateOf(party, kind))
      fighters.update(party.fighters, party.maxFighters)
      shields.update(party.shields, party.maxShields)
    },
  }
}

function stateOf({ isEscapePod, fighters, typeName }: Party, kind: Party['kind']): string {
  if (isEscapePod) return 'escape pod'
  if (fighters === 0) return kind === 'garrison' ? 'destroyed' : 'no fighters'
  return kind === 'garrison' ? 'garrison' : shipTypeName(typeName ?? 'ship')
}
