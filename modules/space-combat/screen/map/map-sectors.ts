import { createKeyedList, type Row } from '../controls/keyed-list.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Place } from '../region/situation.ts'
import type { ChartedSector, StarChart } from '../region/star-chart.ts'
import { usualDepot } from '../sector/usual-depot.ts'
import { sectorLabel } from '../words/sector-words.ts'
import { pointOf } from './layout.ts'
import { svg } from './svg.ts'

/** A sector as the map shows it; all that is drawn of it is here, so that the same text means the same drawing. */
type DrawnSector = {
  readonly charted: ChartedSector
  readonly label: string
  readonly classes: string
  readonly isSelected: boolean
}

/** What decides how the sectors are drawn: numbers and texts, so that the same ones are known to be the same. */
export type MapState = {
  readonly chart: StarChart
  readonly place: Place
  /** Sectors of own garrisons, with a comma between. */
  readonly garrisoned: string
  readonly hasSalvage: boolean
  readonly selected: number
}

type SectorState = Pick<MapState, 'place' | 'hasSalvage' | 'selected'> & { readonly garrisons: ReadonlySet<string> }

/** The sectors as circles that can be pointed at, tapped, and reached by keyboard; one of them at a time by Tab. */
export function createMapSectors() {
  const root = svg('g', { class: 'map-sectors' })
  const drawn = new Map<number, DrawnSector>()
  const show = createKeyedList<DrawnSector>({
    root,
    keyOf: ({ charted }) => String(charted.sector),
    make: ({ charted }) => createSector(charted.sector),
  })
  const draw = whenChanged(
    (chart: StarChart, place: Place, garrisoned: string, hasSalvage: boolean, selected: number) => {
      const garrisons = new Set(garrisoned.split(','))
      const state = { place, garrisons, hasSalvage, selected }
      show([...chart.values()].map((charted) => keepSame(drawn, drawSector(charted, state))))
    },
  )
  return {
    root,
    update({ chart, place, garrisoned, hasSalvage, selected }: MapState) {
      draw(chart, place, garrisoned, hasSalvage, selected)
    },
    focus(sector: number) {
      root.querySelector<SVGElement>(`[data-sector="${sector}"]`)?.focus()
    },
  }
}

/** The drawing that is there, if it is the same. */
function keepSame(drawn: Map<number, DrawnSector>, next: DrawnSector): DrawnSector {
  const known = drawn.get(next.charted.sector)
  const isSame = known?.charted === next.charted && known.label === next.label && known.classes === next.classes
  if (isSame) return known
  drawn.set(next.charted.sector, next)
  return next
}

function drawSector(charted: ChartedSector, state: SectorState): DrawnSector {
  const { place, garrisons, hasSalvage, selected } = state
  const { sector, isVisited, port } = charted
  const isHere = sector === place.sector
  const classes = [
    'map-sector',
    ...(isHere ? ['here'] : []),
    ...(place.warps.includes(sector) ? ['near'] : []),
    ...(isVisited ? [] : ['unknown']),
    ...(port === null ? [] : ['with-port']),
    ...(garrisons.has(String(sector)) ? ['garrisoned'] : []),
    ...(isHere && hasSalvage ? ['with-salvage'] : []),
    ...(sector === selected ? ['selected'] : []),
  ].join(' ')
  return { charted, classes, label: sectorLabel(charted, place), isSelected: sector === selected }
}

function createSector(sector: number): Row<DrawnSector> {
  const port = svg('text', { class: 'map-port', y: 25 })
  const root = svg(
    'g',
    { 'data-sector': sector, role: 'button' },
    svg('circle', { class: 'map-pulse', r: 15 }),
    svg('circle', { class: 'map-reach', r: 20 }),
    svg('rect', { class: 'map-garrison', x: -14, y: -14, width: 28, height: 28, rx: 5 }),
    svg('circle', { class: 'map-dot', r: 11 }),
    svg('path', { class: 'map-salvage', d: 'M 12 -17 l 5 5 l -5 5 l -5 -5 z' }),
    svg('text', { class: 'map-number', y: 4 }, String(sector)),
    port,
  )
  return {
    root,
    update({ charted, classes, label, isSelected }) {
      const { x, y } = pointOf(charted)
      root.setAttribute('transform', `translate(${x} ${y})`)
      root.setAttribute('class', classes)
      root.setAttribute('aria-label', label)
      root.setAttribute('tabindex', isSelected ? '0' : '-1')
      port.textContent = [charted.port?.code ?? '', charted.sector === usualDepot.sector ? 'DEPOT' : '']
        .join(' ')
        .trim()
    },
  }
}
