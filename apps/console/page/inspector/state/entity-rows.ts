import { element } from '@gridtick/screen'
import { assertNever } from '../../assert-never.ts'
import { pathText } from '../../json-tree/find-differences.ts'
import { brief, jsonTree } from '../../json-tree/json-tree.ts'
import type { SightedEntity } from './compare-state.ts'
import type { EntityColumn, EntityOrder } from './filter-entities.ts'

/** Differences that a row names; all of them are marked in the entity, when it is opened. */
const marksMax = 3

/** The head of a column. Without `column` it cannot be sorted by. */
export type EntityTitle = { readonly column: EntityColumn | undefined; readonly label: string }

/** The columns of the table of entities; what a viewer sees is one of them. */
export function entityTitles(viewer: string | undefined): readonly EntityTitle[] {
  return [
    { column: 'id', label: 'Id' },
    { column: 'kind', label: 'Kind' },
    { column: 'place', label: 'Place' },
    { column: 'owner', label: 'Owner' },
    { column: undefined, label: 'Data' },
    ...(viewer === undefined ? [] : [{ column: 'sight', label: `${viewer} sees` } as const]),
  ]
}

export function entityHead(options: {
  readonly title: EntityTitle
  readonly order: EntityOrder
  readonly onSort: (column: EntityColumn) => void
}): HTMLElement {
  const { order, onSort } = options
  const { column, label } = options.title
  if (column === undefined) return element('th', { scope: 'col' }, label)
  const isSorted = order.by === column
  const direction = order.isDescending ? 'descending' : 'ascending'
  const sign = isSorted ? (order.isDescending ? ' ↓' : ' ↑') : ''
  const sort = () => onSort(column)
  return element(
    'th',
    { scope: 'col', 'aria-sort': isSorted ? direction : 'none' },
    element('button', { type: 'button', class: 'plain', 'data-focus': column, on: { click: sort } }, `${label}${sign}`),
  )
}

export function entityRow(options: {
  readonly one: SightedEntity
  readonly isOpen: boolean
  readonly viewer: string | undefined
  /** The name of who owns it. */
  readonly owner: string
  readonly onChoose: () => void
}): HTMLElement {
  const { one, isOpen, viewer, owner, onChoose } = options
  const { id, kind, x, y, data } = one.entity
  const toggle = element(
    'button',
    {
      type: 'button',
      class: 'plain id',
      'data-focus': 'open',
      'aria-expanded': String(isOpen),
      title: id,
      on: { click: onChoose },
    },
    id,
  )
  const cells: readonly (readonly [string, HTMLElement | string])[] = [
    ['Id', toggle],
    ['Kind', kind],
    ['Place', `${x}, ${y}`],
    ['Owner', owner],
    ['Data', element('code', {}, brief(data))],
    ...(viewer === undefined ? [] : [[`${viewer} sees`, sightOf(one)] as const]),
  ]
  const made = cells.map(([label, value]) => element('td', { 'data-label': label }, value))
  return element('tr', { class: `sight-${one.sight}` }, ...made)
}

/** Stands below the row of an entity that was opened: all of it, with what is hidden marked. */
export function entityDetail(options: {
  readonly one: SightedEntity
  readonly viewer: string | undefined
  /** Paths of the tree that are open. */
  readonly open: Set<string>
}): HTMLElement {
  const { entity, sight } = options.one
  const all = [{ kind: 'hidden', path: [], stored: entity }] as const
  const differences = sight === 'hidden' ? all : options.one.differences
  const tree = jsonTree({ label: entity.id, value: entity, differences, open: options.open })
  return element('tr', { class: 'detail' }, element('td', { colspan: entityTitles(options.viewer).length }, tree))
}

function sightOf({ sight, differences }: SightedEntity): HTMLElement | string {
  switch (sight) {
    case 'seen':
      return 'all of it'
    case 'hidden':
      return element('span', { class: 'mark' }, 'not at all')
    case 'redacted': {
      const marks = differences.slice(0, marksMax).map((one) => `${wordOf[one.kind]} ${pathText(one.path)}`)
      const more = differences.length - marks.length
      return element(
        'span',
        {},
        ...marks.flatMap((text) => [element('span', { class: 'mark' }, text), ' ']),
        more > 0 && `and ${more} more`,
      )
    }
    default:
      return assertNever(sight)
  }
}

const wordOf = { hidden: 'not', altered: 'another', added: 'also' } as const
