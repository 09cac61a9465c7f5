import { element } from '@gridtick/screen'
import { button } from '../controls/controls.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { Bridge, Scene } from '../region/scene.ts'
import { boundsOf, type Direction, pointOf, sectorTowards } from './layout.ts'
import { createMapCard } from './map-card.ts'
import { createMapCourse } from './map-course.ts'
import { createMapSectors } from './map-sectors.ts'
import { createMapSight, type Points } from './map-sight.ts'
import { createMapWarps } from './map-warps.ts'
import { svg } from './svg.ts'

/** How much nearer one press of a button or key comes. */
const zoomStep = 1.4

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

/**
 * The map of all that is known. A click flies to a neighbour or plots a course to a far sector; a first tap on a touch screen
 * shows what is known, a second one flies. Arrow keys go from sector to sector, Enter flies, plus and minus zoom.
 */
export function createMapPanel(bridge: Bridge): Part {
  let scene: Scene | undefined
  let here: number | undefined
  let neighboursShown = 0
  let selected: number | undefined
  let hovered: number | undefined

  const warps = createMapWarps()
  const course = createMapCourse()
  const sectors = createMapSectors()
  const card = createMapCard(bridge)
  const layers = [warps.root, course.root, sectors.root]
  const picture = svg('svg', { class: 'map-picture', role: 'group', 'aria-label': 'Star map' }, ...layers)
  const sight = createMapSight(picture, () => scene && placesAround(scene))
  const tools = element(
    'div',
    { class: 'map-tools', role: 'group', 'aria-label': 'Map' },
    button('+', () => sight.zoomBy(zoomStep), { class: 'map-tool', 'aria-label': 'Nearer' }),
    button('−', () => sight.zoomBy(1 / zoomStep), { class: 'map-tool', 'aria-label': 'Farther' }),
    button('◎', () => scene && sight.centreOn(pointOf(scene.now.place)), {
      class: 'map-tool',
      'aria-label': 'Show my ship',
    }),
    button('▣', () => scene && sight.show(boundsOf(scene.chart)), {
      class: 'map-tool',
      'aria-label': 'Show all that is known',
    }),
  )
  const frame = element('div', { class: 'map-frame' }, picture, tools)
  const root = element('section', { class: 'part map', 'aria-label': 'Map' }, frame, card.root)

  picture.addEventListener('click', (event) => {
    const sector = sectorOf(event.target)
    if (sector === undefined) return
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch'
    const isKnown = selected === sector
    select(sector)
    if (!isTouch || isKnown) go(sector)
  })
  picture.addEventListener('pointerover', ({ pointerType, target }) =>
    hover(pointerType === 'mouse' ? sectorOf(target) : undefined),
  )
  picture.addEventListener('pointerleave', () => hover(undefined))
  picture.addEventListener('focusin', ({ target }) => {
    const sector = sectorOf(target)
    if (sector !== undefined && picture.matches(':has(:focus-visible)')) select(sector)
  })
  picture.addEventListener('keydown', (event) => {
    if (press(event.key, sectorOf(event.target))) event.preventDefault()
  })

  /** Whether the key did something. */
  function press(key: string, sector: number | undefined): boolean {
    const direction = arrows[key]
    if (key === '+') sight.zoomBy(zoomStep)
    else if (key === '-') sight.zoomBy(1 / zoomStep)
    else if (sector === undefined) return false
    else if (key === 'Enter' || key === ' ') go(sector)
    else if (direction !== undefined) step(sector, direction)
    else return false
    return true
  }

  function select(sector: number): void {
    if (selected === sector) return
    selected = sector
    const charted = scene?.chart.get(sector)
    if (charted !== undefined) sight.keepInSight([pointOf(charted)])
    draw()
  }

  function hover(sector: number | undefined): void {
    if (hovered === sector) return
    hovered = sector
    drawCard()
  }

  function go(sector: number): void {
    if (scene === undefined || scene.now.fight !== undefined || bridge.zone.status !== 'open') return
    if (sector === scene.now.own.sector) return
    if (scene.now.place.warps.includes(sector)) void card.flyTo(sector)
    else void bridge.pilot.plot(sector)
  }

  function step(from: number, direction: Direction): void {
    const to = scene && sectorTowards(scene.chart, from, direction)
    if (to === undefined) return
    select(to)
    sectors.focus(to)
  }

  function drawCard(): void {
    if (scene === undefined) return
    const { chart, now, flight } = scene
    card.update(chart.get(hovered ?? selected ?? now.own.sector), now, flight)
  }

  function draw(): void {
    if (scene === undefined) return
    const { chart, now } = scene
    warps.update(chart, now.own.sector)
    course.update(scene)
    sectors.update({
      chart,
      place: now.place,
      garrisoned: now.ownGarrisons.map(({ sector }) => sector).join(),
      hasSalvage: now.containers.length > 0,
      selected: selected ?? now.own.sector,
    })
    drawCard()
  }

  const drawIfChanged = whenChanged((..._drawnFrom: readonly unknown[]) => draw())

  return {
    root,
    update(next) {
      scene = next
      const { own, place, others, fight, ownGarrisons, containers } = next.now
      if (here !== own.sector) {
        here = own.sector
        selected = own.sector
        neighboursShown = 0
      }
      // Where the neighbours are is learnt a little later.
      const around = placesAround(next)
      if (around.length > neighboursShown) sight.keepInSight(around)
      neighboursShown = around.length
      const hasSalvage = containers.length > 0
      drawIfChanged(
        next.chart,
        own,
        place,
        fight,
        next.flight,
        bridge.zone.status,
        hasSalvage,
        namesOf(others),
        ...ownGarrisons,
      )
    },
    end: sight.end,
  }
}

/** The ship, and where it can fly to. */
function placesAround({ now: { place }, chart }: Scene): Points {
  const neighbours = place.warps.flatMap((sector) => chart.get(sector) ?? [])
  return [pointOf(place), ...neighbours.map(pointOf)]
}

function namesOf(others: Scene['now']['others']): string {
  return others.map(({ name }) => name).join('\n')
}

function sectorOf(target: EventTarget | null): number | undefined {
  const node = target instanceof Element ? target.closest('[data-sector]') : null
  const sector = Number(node?.getAttribute('data-sector') ?? Number.NaN)
  return Number.isInteger(sector) ? sector : undefined
}
