import type { Json } from 'gridtick'
import { fieldsOf } from './fields.ts'
import type { Place } from './situation.ts'
import { chartLocalMap, chartMyMap, chartPlace, chartPort, type StarChart } from './star-chart.ts'

/** How far around the ship sectors are asked for whose places are not known yet, when the game begins. */
const hopsFirst = 10

/** Keeps the chart of what a captain knows: from the region's own maps at first, then from where the captain comes. */
export type ChartKeeper = {
  readonly chart: StarChart
  /** Asks for all that is known: at the beginning, and when events may have been missed. */
  load(): Promise<void>
  /** The captain is seen in this sector. */
  look(place: Place): void
  /** Takes from an event what it tells of ports. */
  hear(event: string, payload: Json): void
}

export function createChartKeeper(options: {
  readonly askMyMap: (after: number | undefined) => Promise<Json>
  readonly askLocalMap: (hops: number) => Promise<Json>
  readonly onChange: () => void
}): ChartKeeper {
  let chart: StarChart = new Map()
  let here: number | undefined

  const become = (next: StarChart) => {
    if (next === chart) return
    chart = next
    options.onChange()
  }

  const learnAround = async (hops: number) => {
    const answer = await options.askLocalMap(hops)
    become(chartLocalMap(chart, answer))
  }

  return {
    get chart() {
      return chart
    },
    async load() {
      try {
        let after: number | undefined
        do {
          const answer = await options.askMyMap(after)
          become(chartMyMap(chart, answer))
          after = fieldsOf(answer).number('next')
        } while (after !== undefined)
        await learnAround(hopsFirst)
      } catch {
        // Not answered, because the zone is gone or busy: what is known stays, and the next sector asks again.
      }
    },
    look(place) {
      become(chartPlace(chart, place))
      if (here === place.sector) return
      here = place.sector
      learnAround(1).catch(() => {
        // The same.
      })
    },
    hear(event, payload) {
      if (event === 'port.update' && here !== undefined) become(chartPort(chart, here, payload))
      if (event !== 'status.update') return
      const status = fieldsOf(payload)
      const port = status.inner('sectorContents').value('port')
      const sector = status.number('sector')
      if (sector !== undefined && port !== undefined) become(chartPort(chart, sector, port))
    },
  }
}
