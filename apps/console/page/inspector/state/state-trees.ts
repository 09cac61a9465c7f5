import { element } from '@gridtick/screen'
import type { Difference } from '../../json-tree/find-differences.ts'
import { jsonTree } from '../../json-tree/json-tree.ts'
import { createKeyedRows } from '../keyed-rows.ts'
import type { ZoneState } from '../server-answers.ts'

type Tree = {
  readonly name: 'Extras' | 'State'
  readonly text: string
  readonly value: unknown
  readonly differences: readonly Difference[]
}

/** The extras, with what of them a player does not get marked, and the state of the zone, which no player gets. */
export function createStateTrees(): {
  readonly root: HTMLElement
  show(content: {
    readonly full: ZoneState
    readonly differences: readonly Difference[]
    readonly viewer: string | undefined
  }): void
} {
  const root = element('div', { class: 'inspector-trees' })
  const open = { Extras: new Set(['']), State: new Set(['']) }
  const rows = createKeyedRows<Tree>({
    parent: root,
    keyOf: ({ name }) => name,
    signatureOf: (tree) => JSON.stringify(tree),
    make: ({ name, text, value, differences }) =>
      element(
        'section',
        { class: 'panel', 'aria-label': name },
        element('h3', {}, name),
        element('p', { class: 'faint' }, text),
        jsonTree({ label: name.toLowerCase(), value, differences, open: open[name] }),
      ),
  })
  return {
    root,
    show({ full, differences, viewer }) {
      const extras =
        viewer === undefined
          ? 'As stored. The module decides what a player gets of them.'
          : extrasText(viewer, differences.length)
      rows.show([
        { name: 'Extras', text: extras, value: full.extras, differences },
        {
          name: 'State',
          text: 'Belongs to the whole zone, and is sent to nobody.',
          value: full.state ?? {},
          differences: [],
        },
      ])
    },
  }
}

function extrasText(viewer: string, count: number): string {
  return count === 0
    ? `${viewer} gets them as they are.`
    : `${viewer} gets them with ${count === 1 ? 'one difference' : `${count} differences`}.`
}
