import { adoptStyles, element } from '@gridtick/screen'
import { createKeyedRows } from '../keyed-rows.ts'
import styles from '../lines.css'
import { namePlayers } from '../name-players.ts'
import { createOptions } from '../options.ts'
import type { Player } from '../server-answers.ts'
import type { Comparison, SightedEntity } from './compare-state.ts'
import { type EntityTitle, entityDetail, entityHead, entityRow, entityTitles } from './entity-rows.ts'
import {
  countKinds,
  type EntityColumn,
  type EntityFilter,
  type EntityOrder,
  everyEntity,
  filterEntities,
  nobody,
} from './filter-entities.ts'
import { type PageOf, pageOf } from './page-of.ts'

/** Rows in the page at the same time. All others are reached by filters, order, and page. */
const pageSize = 100

export type EntityTable = {
  readonly root: HTMLElement
  show(content: TableContent): void
  /** Opens an entity, on whatever page it is, and takes filters away that hide it. */
  open(entityId: string): void
}

export type TableContent = {
  readonly comparison: Comparison
  readonly players: readonly Player[]
  /** Whose view lies over it; undefined: nobody's. */
  readonly viewer: string | undefined
}

type Row =
  | { readonly kind: 'entity'; readonly one: SightedEntity; readonly isOpen: boolean }
  | { readonly kind: 'detail'; readonly one: SightedEntity }

/** The entities of a zone: filtered, sorted, page by page, each to be opened. */
export function createEntityTable(options: { readonly onChoose: (entityId: string | undefined) => void }): EntityTable {
  adoptStyles(styles)
  let content: TableContent | undefined
  let names: ReadonlyMap<string, string> = new Map()
  let order: EntityOrder = { by: 'id', isDescending: false }
  let page = 0
  let chosen: string | undefined
  const openPaths = new Set(['', 'data'])

  const text = element('input', { type: 'search', placeholder: 'id or data', on: { input: () => restart() } })
  const kind = createOptions({ label: 'Kind', any: 'all kinds', onChange: () => restart() })
  const owner = createOptions({ label: 'Owner', any: 'any owner', onChange: () => restart() })
  const sight = createOptions({ label: 'Sight', any: 'seen or not', onChange: () => restart() })
  const count = element('p', { class: 'faint inspector-note', role: 'status' })
  const back = element('button', { type: 'button', on: { click: () => turn(page - 1) } }, 'Previous')
  const next = element('button', { type: 'button', on: { click: () => turn(page + 1) } }, 'Next')
  const heads = element('tr')
  const body = element('tbody')
  const table = element(
    'table',
    { class: 'inspector-entities cards' },
    element('caption', { class: 'hidden-text' }, 'Entities'),
    element('thead', {}, heads),
    body,
  )
  const rows = createKeyedRows<Row>({
    parent: body,
    keyOf: ({ kind: of, one }) => `${of} ${one.entity.id}`,
    signatureOf: (row) => JSON.stringify([row, content?.viewer, ownerName(row.one.entity.ownerId)]),
    make: (row) => makeRow(row, content?.viewer),
  })
  const titles = createKeyedRows<EntityTitle>({
    parent: heads,
    keyOf: ({ label }) => label,
    signatureOf: ({ column }) => (column === order.by ? JSON.stringify(order) : ''),
    make: (title) => entityHead({ title, order, onSort: sortBy }),
  })

  function makeRow(row: Row, viewer: string | undefined): HTMLElement {
    const { entity } = row.one
    if (row.kind === 'detail') return entityDetail({ one: row.one, viewer, open: openPaths })
    return entityRow({ ...row, viewer, owner: ownerName(entity.ownerId), onChoose: () => choose(entity.id) })
  }

  function filterNow(): EntityFilter {
    return { kind: kind.value(), owner: owner.value(), sight: sight.value() as EntityFilter['sight'], text: text.value }
  }

  function restart(): void {
    turn(0)
  }

  function turn(to: number): void {
    page = to
    show()
  }

  function sortBy(column: EntityColumn): void {
    order = { by: column, isDescending: order.by === column && !order.isDescending }
    restart()
  }

  function choose(id: string): void {
    chosen = chosen === id ? undefined : id
    options.onChoose(chosen)
    show()
  }

  function ownerName(ownerId: string | null): string {
    return names.get(ownerId ?? '') ?? ownerId ?? ''
  }

  function show(): void {
    if (content === undefined) return
    const { comparison, viewer } = content
    const found = filterEntities(comparison.entities, filterNow(), order)
    const shown = pageOf(found, page, pageSize)
    page = shown.index
    titles.show(entityTitles(viewer))
    rows.show(shown.items.flatMap((one) => rowsOf(one, chosen)))
    count.textContent = describePage(shown, comparison.entities.length)
    back.disabled = shown.index === 0
    next.disabled = shown.index === shown.pages - 1
    back.hidden = next.hidden = shown.pages === 1
    sight.root.hidden = viewer === undefined
  }

  const filters = element(
    'form',
    { class: 'inspector-filters', 'aria-label': 'Entities', on: { submit: (event) => event.preventDefault() } },
    element('label', {}, 'Find', text),
    kind.root,
    owner.root,
    sight.root,
  )
  return {
    root: element(
      'section',
      { 'aria-label': 'Entities' },
      filters,
      element('div', { class: 'inspector-scroll' }, table),
      element('div', { class: 'row inspector-pages' }, back, next, count),
    ),
    show(given) {
      content = given
      names = namePlayers(given.players)
      kind.show(countKinds(given.comparison.entities).map(([name, number]) => [name, `${name} (${number})`]))
      owner.show([[nobody, nobody], ...names])
      const { counts } = given.comparison
      sight.show([
        ['seen', `seen (${counts.seen})`],
        ['redacted', `in part (${counts.redacted})`],
        ['hidden', `hidden (${counts.hidden})`],
      ])
      if (given.viewer === undefined) sight.reset()
      show()
    },
    open(entityId) {
      if (content === undefined) return
      const isShown = filterEntities(content.comparison.entities, filterNow(), order).some(
        ({ entity }) => entity.id === entityId,
      )
      if (!isShown) {
        text.value = ''
        for (const one of [kind, owner, sight]) one.reset()
      }
      const filter = isShown ? filterNow() : everyEntity
      const at = filterEntities(content.comparison.entities, filter, order).findIndex(
        ({ entity }) => entity.id === entityId,
      )
      page = Math.floor(Math.max(0, at) / pageSize)
      chosen = entityId
      options.onChoose(chosen)
      show()
      body.querySelector<HTMLElement>('[aria-expanded=true]')?.scrollIntoView({ block: 'nearest' })
    },
  }
}

function rowsOf(one: SightedEntity, chosen: string | undefined): readonly Row[] {
  const isOpen = one.entity.id === chosen
  const row = { kind: 'entity', one, isOpen } as const
  return isOpen ? [row, { kind: 'detail', one }] : [row]
}

function describePage({ first, last, total }: PageOf<SightedEntity>, all: number): string {
  if (all === 0) return 'There are no entities.'
  if (total === 0) return `None of ${all} fits.`
  return `${first} to ${last} of ${total === all ? all : `${total} that fit, of ${all}`}`
}
