import { element } from '@gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setText } from '../controls/controls.ts'
import { createKeyedList, type Row } from '../controls/keyed-list.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import { bounds } from '../region/bounds.ts'
import type { Bridge } from '../region/scene.ts'
import type { Container, OwnShip } from '../region/situation.ts'
import { listWords } from '../words/list-words.ts'
import { commodityList, commodityNames } from '../words/names.ts'
import { amount, count } from '../words/quantities.ts'
import { isOfUse } from './is-of-use.ts'

/** What is left of ships and garrisons here, for whoever comes first. */
export function createSalvageList({ zone }: Bridge): Part {
  const list = element('ul', { class: 'things' })
  const answer = createAnswerLine()
  const note = element('p', { class: 'note' })
  const root = element('div', {}, element('h4', {}, 'Salvage'), list, note, answer.root)
  const collect = (salvageId: string) => answer.ask(() => zone.send('collect_salvage', { salvageId }))
  const show = createKeyedList<Find>({
    root: list,
    keyOf: ({ container: { id } }) => id,
    make: ({ container: { id } }) => createRow(id, collect),
  })
  const draw = whenChanged((own: OwnShip, ...containers: readonly Container[]) => {
    root.hidden = containers.length === 0
    const finds = containers
      .slice(0, bounds.listedMax)
      .map((container) => ({ container, isOfUse: isOfUse(container, own) }))
    show(finds)
    note.hidden = finds.every((find) => find.isOfUse)
    setText(
      note,
      own.isEscapePod ? 'A pod has no hold: it takes credits alone.' : 'Your hold is full: sell something first.',
    )
  })
  return { root, update: ({ now: { own, containers } }) => draw(own, ...containers) }
}

/** A container, and whether anything of it can be taken. */
type Find = { readonly container: Container; readonly isOfUse: boolean }

function createRow(id: string, collect: (id: string) => Promise<boolean>): Row<Find> {
  const what = element('span', {})
  const until = element('span', { class: 'faint' })
  const take = button('Collect', () => collect(id), { class: 'primary aside' })
  return {
    root: element('li', { class: 'thing line salvage-line' }, element('div', {}, what, ' ', until), take),
    update({ container, isOfUse }) {
      setText(what, containerWords(container))
      setText(until, `until ${timeWords(container.expiresAt)}`)
      take.disabled = !isOfUse
      take.setAttribute('aria-label', `Collect what is left of ${container.loserName}`)
    },
  }
}

/** `Of Bob: 1,000 credits, 25 scrap and 3 organics`. */
function containerWords({ loserName, cargo, scrap, credits }: Container): string {
  const goods = commodityList
    .filter((commodity) => cargo[commodity] > 0)
    .map((commodity) => `${amount(cargo[commodity])} ${commodityNames[commodity]}`)
  const money = credits === 0 ? [] : [count(credits, 'credit')]
  const metal = scrap === 0 ? [] : [`${amount(scrap)} scrap`]
  return `Of ${loserName}: ${listWords([...money, ...metal, ...goods]) || 'nothing'}`
}

/** By the clock of whoever reads it. */
function timeWords(ms: number): string {
  return new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
}
