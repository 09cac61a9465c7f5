import type { AnswerTo, Heard } from './region-view.ts'
import type { Place } from './situation.ts'
import { chartLocalMap, chartMyMap, chartPlace, chartPort, portSeen, type StarChart } from './star-chart.ts'

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
  hear(heard: Heard): void
}

export function createChartKeeper(options: {
  readonly askMyMap: (after: number | undefined) => Promise<AnswerTo<'my_map'>>
  readonly askLocalMap: (hops: number) => Promise<AnswerTo<'local_map'>>
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
        let after: number | null = null
        do {
          const answer: AnswerTo<'my_map'> = await options.askMyMap(after ?? undefined)
          become(chartMyMap(chart, answer))
          after = answer.next
        } while (after !== null)
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
    hear({ event, payload }) {
      if (event === 'port.update' && here !== undefined) {
        const { code, prices, stock } = payload
        become(chartPort(chart, here, { code, prices, stock, observedAt: undefined }))
      }
      if (event !== 'status.update') return
      const { sector, sectorContents } = payload
      if (sectorContents.port !== null) become(chartPort(chart, sector, portSeen(sectorContents.port)))
    },
  }
}
