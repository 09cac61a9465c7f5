import { element } from 'gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setText } from '../controls/controls.ts'
import { createKeyedList, type Row } from '../controls/keyed-list.ts'
import type { Part } from '../part.ts'
import { bounds } from '../region/bounds.ts'
import type { Bridge } from '../region/scene.ts'
import type { Container } from '../region/situation.ts'
import { listWords } from '../words/list-words.ts'
import { commodityList, commodityNames } from '../words/names.ts'
import { amount, count } from '../words/quantities.ts'

/** What is left of ships and garrisons here, for whoever comes first. */
export function createSalvageList({ zone }: Bridge): Part {
  const list = element('ul', { class: 'things' })
  const answer = createAnswerLine()
  const root = element('div', {}, element('h4', {}, 'Salvage'), list, answer.root)
  const collect = (salvageId: string) => answer.ask(() => zone.send('collect_salvage', { salvageId }))
  const show = createKeyedList<Container>({
    root: list,
    keyOf: ({ id }) => id,
    make: ({ id }) => createRow(id, collect),
  })
  return {
    root,
    update({ now: { containers } }) {
      root.hidden = containers.length === 0
      show(containers.slice(0, bounds.listedMax))
    },
  }
}

function createRow(id: string, collect: (id: string) => Promise<boolean>): Row<Container> {
  const what = element('span', {})
  const until = element('span', { class: 'faint' })
  const take = button('Collect', () => collect(id), { class: 'primary aside' })
  return {
    root: element('li', { class: 'thing line salvage-line' }, element('div', {}, what, ' ', until), take),
    update(container) {
      setText(what, containerWords(container))
      setText(until, `until ${timeWords(container.expiresAt)}`)
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
