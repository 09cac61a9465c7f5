import { element, type GridEntity } from '@gridtick/screen'
import { wordsOf } from '../../forms/fields.ts'

/** The nearest are listed; the grid shows all. */
const shownMax = 60

/** The same as the grid in words: each entity that is seen, for the keyboard and for those who hear the page. */
export function seenList(options: { readonly playerId: string; readonly onChosen: (entity: GridEntity) => void }): {
  readonly root: HTMLElement
  update(entities: Iterable<GridEntity>): void
} {
  const list = element('ul', { class: 'seen' })
  const root = element('details', { class: 'form-group' }, element('summary', {}, 'What you see, as a list'), list)
  const rows = new Map<string, { entity: GridEntity; readonly root: HTMLElement; readonly button: HTMLElement }>()
  let latest: readonly GridEntity[] = []

  function update(entities: Iterable<GridEntity>): void {
    latest = [...entities]
    if (!root.open) return
    const nearest = nearestOf(latest, options.playerId).slice(0, shownMax)
    const ids = new Set(nearest.map(({ id }) => id))
    for (const [id, row] of rows) if (!ids.has(id)) removeRow(id, row.root)
    for (const entity of nearest) {
      const row = rows.get(entity.id) ?? addRow(entity)
      row.entity = entity
      const text = textOf(entity, options.playerId)
      if (row.button.textContent !== text) row.button.textContent = text
    }
  }

  function removeRow(id: string, row: HTMLElement): void {
    rows.delete(id)
    row.remove()
  }

  function addRow(entity: GridEntity) {
    const button = element('button', { type: 'button' })
    const row = { entity, button, root: element('li', {}, button) }
    const choose = () => options.onChosen(row.entity)
    button.addEventListener('click', choose)
    button.addEventListener('focus', choose)
    rows.set(entity.id, row)
    list.append(row.root)
    return row
  }

  root.addEventListener('toggle', () => update(latest))
  return { root, update }
}

function nearestOf(entities: readonly GridEntity[], playerId: string): GridEntity[] {
  const own = entities.find(({ ownerId }) => ownerId === playerId)
  if (own === undefined) return [...entities]
  const farness = ({ x, y }: GridEntity) => Math.max(Math.abs(x - own.x), Math.abs(y - own.y))
  return entities.toSorted((one, other) => farness(one) - farness(other))
}

function textOf({ kind, x, y, ownerId, data }: GridEntity, playerId: string): string {
  const name = 'name' in data && typeof data.name === 'string' ? ` ${data.name}` : ''
  return `${wordsOf(kind)}${name}${ownerId === playerId ? ' (yours)' : ''} at ${x}, ${y}`
}
