import { element } from 'gridtick/screen'
import { type Camera, isWellInside, lookAt, pan, reshape, showAll, zoom } from './camera.ts'
import { button } from './controls.ts'
import { boundsOf, type Direction, type Point, pointOf, sectorTowards } from './layout.ts'
import { createMapCard } from './map-card.ts'
import { followGestures } from './map-gestures.ts'
import { createMapSectors } from './map-sectors.ts'
import { createMapWarps } from './map-warps.ts'
import type { Part } from './part.ts'
import type { Bridge, Scene } from './scene.ts'
import type { StarChart } from './star-chart.ts'
import { svg } from './svg.ts'
import { whenChanged } from './when-changed.ts'

/** Map units for a pixel when the map is opened: numbers are easy to read, and to hit with a finger. */
const unitsPerPixel = 0.72
/** Units across at the least, so that on a phone the neighbours are in sight. */
const unitsAcrossMin = 250
/** Map units for a pixel beyond which numbers would be too small to read. */
const readableUnits = 1.6

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
  const warps = createMapWarps()
  const sectors = createMapSectors()
  const course = svg('polyline', { class: 'map-course', 'aria-hidden': 'true' })
  const picture = svg(
    'svg',
    { class: 'map-picture', role: 'group', 'aria-label': 'Star map' },
    warps.root,
    course,
    sectors.root,
  )
  const card = createMapCard(bridge)
  const tools = element(
    'div',
    { class: 'map-tools', role: 'group', 'aria-label': 'Map' },
    button('+', () => zoomBy(1.4), { class: 'map-tool', 'aria-label': 'Nearer' }),
    button('−', () => zoomBy(1 / 1.4), { class: 'map-tool', 'aria-label': 'Farther' }),
    button('◎', () => centre(), { class: 'map-tool', 'aria-label': 'Show my ship' }),
    button('▣', () => showWhole(), { class: 'map-tool', 'aria-label': 'Show all that is known' }),
  )
  const frame = element('div', { class: 'map-frame' }, picture, tools)
  const root = element('section', { class: 'part map', 'aria-label': 'Map' }, frame, card.root)

  let scene: Scene | undefined
  let camera: Camera | undefined
  /** Of the camera's width: another width of the picture shows more, and not the same larger. */
  let pixelsAcross = 1
  let here: number | undefined
  let selected: number | undefined
  let hovered: number | undefined

  followGestures(picture, {
    pan: (by) => camera && aim(pan(camera, { x: by.x * scale(), y: by.y * scale() })),
    zoom: (factor, at) =>
      camera && aim(zoom(camera, factor, { x: camera.x + at.x * scale(), y: camera.y + at.y * scale() })),
  })
  picture.addEventListener('click', (event) => {
    const sector = sectorOf(event.target)
    if (sector === undefined) return
    const isTouch = event instanceof PointerEvent && event.pointerType === 'touch'
    const isKnown = selected === sector
    select(sector)
    if (!isTouch || isKnown) go(sector)
  })
  picture.addEventListener('pointerover', (event) =>
    hover(event.pointerType === 'mouse' ? sectorOf(event.target) : undefined),
  )
  picture.addEventListener('pointerleave', () => hover(undefined))
  picture.addEventListener('focusin', (event) => {
    const sector = sectorOf(event.target)
    if (sector !== undefined && picture.matches(':has(:focus-visible)')) select(sector)
  })
  picture.addEventListener('keydown', (event) => {
    const sector = sectorOf(event.target)
    const direction = arrows[event.key]
    if (event.key === '+' || event.key === '-') zoomBy(event.key === '+' ? 1.4 : 1 / 1.4)
    else if (sector !== undefined && (event.key === 'Enter' || event.key === ' ')) go(sector)
    else if (sector !== undefined && direction !== undefined) step(sector, direction)
    else return
    event.preventDefault()
  })
  const watcher = new ResizeObserver(() => {
    const aspect = aspectNow()
    if (aspect === undefined) return
    if (camera === undefined) centre()
    else aim(reshape(camera, { aspect, width: (camera.width * picture.clientWidth) / pixelsAcross }))
  })
  watcher.observe(picture)

  function aspectNow(): number | undefined {
    const { clientWidth, clientHeight } = picture
    return clientWidth > 0 && clientHeight > 0 ? clientWidth / clientHeight : undefined
  }

  /** Map units for a pixel. */
  function scale(): number {
    return camera === undefined ? 1 : camera.width / Math.max(1, picture.clientWidth)
  }

  function aim(next: Camera): void {
    camera = next
    pixelsAcross = picture.clientWidth
    picture.setAttribute('viewBox', `${next.x} ${next.y} ${next.width} ${next.height}`)
    picture.classList.toggle('far', scale() > readableUnits)
  }

  function zoomBy(factor: number): void {
    if (camera !== undefined)
      aim(zoom(camera, factor, { x: camera.x + camera.width / 2, y: camera.y + camera.height / 2 }))
  }

  function centre(): void {
    const aspect = aspectNow()
    if (scene === undefined || aspect === undefined) return
    aim(
      lookAt(
        pointOf(scene.now.place),
        aspect,
        camera?.width ?? Math.max(unitsAcrossMin, picture.clientWidth * unitsPerPixel),
      ),
    )
  }

  function showWhole(): void {
    const aspect = aspectNow()
    if (scene !== undefined && aspect !== undefined) aim(showAll(boundsOf(scene.chart), aspect))
  }

  function select(sector: number): void {
    if (selected === sector) return
    selected = sector
    keepInSight(sector)
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

  function keepInSight(sector: number): void {
    const charted = scene?.chart.get(sector)
    const aspect = aspectNow()
    if (charted === undefined || camera === undefined || aspect === undefined) return
    const point = pointOf(charted)
    if (!isWellInside(camera, point)) aim(lookAt(point, aspect, camera.width))
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
    sectors.update({
      chart,
      place: now.place,
      garrisoned: now.ownGarrisons.map(({ sector }) => sector).join(),
      hasSalvage: now.containers.length > 0,
      selected: selected ?? now.own.sector,
    })
    course.setAttribute('points', pointsOf(chart, pathOf(scene)))
    drawCard()
  }

  const drawIfChanged = whenChanged((..._drawnFrom: readonly unknown[]) => draw())

  return {
    root,
    update(next) {
      scene = next
      const { sector } = next.now.own
      if (here !== sector) {
        here = sector
        selected = sector
        if (camera === undefined) centre()
        else keepInSight(sector)
      }
      const { own, place, fight, ownGarrisons, containers } = next.now
      drawIfChanged(
        ...[next.chart, own, place, fight, next.flight, bridge.zone.status, containers.length > 0],
        ...ownGarrisons,
      )
    },
    end: () => watcher.disconnect(),
  }
}

function sectorOf(target: EventTarget | null): number | undefined {
  const node = target instanceof Element ? target.closest('[data-sector]') : null
  const sector = Number(node?.getAttribute('data-sector') ?? Number.NaN)
  return Number.isInteger(sector) ? sector : undefined
}

/** What is left of the course that is planned or flown. */
function pathOf({ flight, now }: Scene): readonly number[] {
  if (flight.phase !== 'plotted' && flight.phase !== 'flying') return []
  const { path } = flight.course
  return path.slice(Math.max(0, path.lastIndexOf(now.own.sector)))
}

function pointsOf(chart: StarChart, path: readonly number[]): string {
  const points = path.flatMap((sector): Point[] => {
    const charted = chart.get(sector)
    return charted === undefined ? [] : [pointOf(charted)]
  })
  return points.map(({ x, y }) => `${x},${y}`).join(' ')
}
