import type { JoinedZone } from '@gridtick/client'
import { createGridCanvas, element, fill, type GridEntity, type Looks, type PointedCell } from '@gridtick/screen'
import type { PickValue } from '../../forms/pick-value.ts'
import { looksOf } from '../../load-screen.ts'
import { entityDetails } from './entity-details.ts'
import { legend } from './legend.ts'
import { pickHint } from './pick-hint.ts'
import { createPicker } from './picker.ts'
import { seenList } from './seen-list.ts'

/** Any game's zone as this player sees it: the page knows the view and nothing of the rules. */
export function genericGrid(zone: JoinedZone): {
  readonly root: HTMLElement
  /** Fills fields of forms with what is picked on this grid. */
  readonly pick: PickValue
  stop(): void
} {
  const picker = createPicker(() => hint.show(picker.wants))
  const hint = pickHint(picker.cancel)
  const details = entityDetails({ playerId: zone.playerId, choose: picker.choose })
  const picture = element('div', { class: 'grid-frame' })
  const marks = element('div', {})
  const seen = seenList({ playerId: zone.playerId, onChosen: (entity) => choose(entity) })
  let drawn: ReturnType<typeof drawZone> | undefined
  let isStopped = false

  function show(cell: PointedCell<GridEntity> | undefined): void {
    details.show(cell, picker.wants === 'entity')
  }

  function choose(entity: GridEntity): void {
    const entities = [...zone.view.entities.values()].filter(({ x, y }) => x === entity.x && y === entity.y)
    drawn?.grid.point(entity)
    details.show({ x: entity.x, y: entity.y, entities }, false)
  }

  function update(): void {
    drawn?.update()
    seen.update(zone.view.entities.values())
  }

  // The module's looks come with its screen, which is loaded at the same time.
  void looksOf(zone.module).then((looks) => {
    if (isStopped) return
    const onPick = (cell: PointedCell<GridEntity>) => {
      picker.offer(cell)
      show(cell)
    }
    drawn = drawZone(zone, { looks, onPoint: show, onPick })
    fill(picture, drawn.grid.root, drawn.zoom)
    fill(marks, drawn.legend)
    update()
  })
  const stop = zone.on('tick', update)
  update()
  return {
    root: element('div', { class: 'generic' }, hint.root, picture, marks, details.root, seen.root),
    pick: picker.ask,
    stop() {
      isStopped = true
      stop()
      picker.cancel()
      hint.stop()
      drawn?.stop()
    },
  }
}

function drawZone(
  zone: JoinedZone,
  options: {
    readonly looks: Looks
    readonly onPoint: (cell: PointedCell<GridEntity> | undefined) => void
    readonly onPick: (cell: PointedCell<GridEntity>) => void
  },
) {
  const grid = createGridCanvas<GridEntity>({
    playerId: zone.playerId,
    bounds: zone.bounds,
    label: 'The grid as you see it. Plus and minus zoom, Shift with arrows moves, 0 returns to you.',
    ...options,
  })
  const marks = legend(grid)
  const button = (label: string, sign: string, act: () => void) =>
    element('button', { type: 'button', 'aria-label': label, title: label, on: { click: act } }, sign)
  return {
    grid,
    legend: marks.root,
    zoom: element(
      'div',
      { class: 'zoom', role: 'group', 'aria-label': 'The picture' },
      button('Nearer', '+', () => grid.zoom(1.25)),
      button('Farther', '−', () => grid.zoom(0.8)),
      button('Back to me', '◎', () => grid.follow()),
    ),
    update() {
      grid.show(zone.view.entities.values())
      marks.update(zone.view.entities.values())
    },
    stop() {
      marks.stop()
      grid.remove()
    },
  }
}
