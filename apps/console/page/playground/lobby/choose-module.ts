import { element } from '@gridtick/screen'
import { wordsOf } from '../../forms/fields.ts'
import type { ModuleInfo } from '../module-info.ts'

/** A card for each game; choosing one marks it and tells. `chosen`: the name of the one that is marked from the beginning. */
export function chooseModule(options: {
  readonly modules: readonly ModuleInfo[]
  readonly chosen: string | undefined
  readonly onChosen: (module: ModuleInfo) => void
}): HTMLElement {
  const cards = options.modules.map((module) => ({
    module,
    root: element(
      'button',
      {
        type: 'button',
        class: 'card',
        'aria-pressed': String(module.name === options.chosen),
        on: { click: () => choose(module) },
      },
      element('strong', {}, wordsOf(module.name)),
      element('span', {}, module.description ?? 'No description.'),
      element('code', { class: 'faint' }, `${module.name} ${module.version}`),
    ),
  }))

  function choose(module: ModuleInfo): void {
    for (const card of cards) card.root.setAttribute('aria-pressed', String(card.module === module))
    options.onChosen(module)
  }

  return element('div', { class: 'cards', role: 'group', 'aria-label': 'Games' }, ...cards.map(({ root }) => root))
}
