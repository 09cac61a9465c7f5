import { element, fill, type GridEntity } from '@gridtick/screen'
import { wordsOf } from '../../forms/fields.ts'
import { briefJson } from '../game/bounded-list.ts'

/** In one cell there may be many; further ones are counted. */
const shownMax = 6

/** What is known of the entities in a cell. */
export function entityDetails(options: {
  readonly playerId: string
  /** The person takes this one of several. */
  readonly choose: (entity: GridEntity) => void
}): {
  readonly root: HTMLElement
  /** `isAsked`: a field waits for one of them. */
  show(
    cell: { readonly x: number; readonly y: number; readonly entities: readonly GridEntity[] } | undefined,
    isAsked: boolean,
  ): void
} {
  const root = element('div', { class: 'details', 'aria-live': 'polite' }, hint())
  return {
    root,
    show(cell, isAsked) {
      if (cell === undefined) return fill(root, hint())
      const { x, y, entities } = cell
      const more = entities.length - shownMax
      fill(
        root,
        element('p', { class: 'faint' }, `Cell ${x}, ${y}${entities.length === 0 ? ': nothing known to be here' : ''}`),
        ...entities
          .slice(0, shownMax)
          .map((entity) => describe(entity, options.playerId, isAsked ? () => options.choose(entity) : undefined)),
        more > 0 && element('p', { class: 'faint' }, `and ${more} more`),
      )
    },
  }
}

function hint(): HTMLElement {
  return element('p', { class: 'faint' }, 'Point at a cell or tap it to see what is there.')
}

function describe({ id, kind, ownerId, data }: GridEntity, playerId: string, choose?: () => void): HTMLElement {
  const whose = ownerId === null ? '' : ownerId === playerId ? ', yours' : `, of player ${ownerId}`
  return element(
    'div',
    { class: 'entity' },
    element('p', {}, element('strong', {}, wordsOf(kind)), element('span', { class: 'faint' }, `${whose} · ${id}`)),
    choose !== undefined && element('button', { type: 'button', on: { click: choose } }, 'Take this one'),
    element(
      'dl',
      {},
      ...Object.entries(data).flatMap(([key, value]) => [
        element('dt', {}, wordsOf(key)),
        element('dd', {}, typeof value === 'string' ? value : briefJson(value)),
      ]),
    ),
  )
}
