import type { JoinedZone } from 'gridtick/client'
import { createGridCanvas, element, type GridEntity } from 'gridtick/screen'
import { entityDetails } from './entity-details.ts'
import { legend } from './legend.ts'
import { seenList } from './seen-list.ts'

/** Any game's zone as this player sees it: the page knows the view and nothing of the rules. */
export function genericGrid(zone: JoinedZone): { readonly root: HTMLElement; readonly stop: () => void } {
  const details = entityDetails(zone.playerId)
  const grid = createGridCanvas<GridEntity>({
    playerId: zone.playerId,
    label: 'The grid as you see it. Plus and minus zoom, Shift with arrows moves, 0 returns to you.',
    onPoint: details.show,
    onPick: details.show,
  })
  const marks = legend(grid)
  const seen = seenList({
    playerId: zone.playerId,
    onChosen(entity) {
      const entities = [...zone.view.entities.values()].filter(({ x, y }) => x === entity.x && y === entity.y)
      grid.point(entity)
      details.show({ x: entity.x, y: entity.y, entities })
    },
  })
  const button = (label: string, sign: string, act: () => void) =>
    element('button', { type: 'button', 'aria-label': label, title: label, on: { click: act } }, sign)

  const update = () => {
    grid.show(zone.view.entities.values())
    marks.update(zone.view.entities.values())
    seen.update(zone.view.entities.values())
  }
  const stop = zone.on('tick', update)
  const root = element(
    'div',
    { class: 'generic' },
    element(
      'div',
      { class: 'grid-frame' },
      grid.root,
      element(
        'div',
        { class: 'zoom', role: 'group', 'aria-label': 'The picture' },
        button('Nearer', '+', () => grid.zoom(1.25)),
        button('Farther', '−', () => grid.zoom(0.8)),
        button('Back to me', '◎', () => grid.follow()),
      ),
    ),
    marks.root,
    details.root,
    seen.root,
  )
  update()
  return {
    root,
    stop() {
      stop()
      marks.stop()
      grid.remove()
    },
  }
}
