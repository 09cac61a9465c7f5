import type { Scene } from '../region/scene.ts'
import { pointOf } from './layout.ts'
import { svg } from './svg.ts'

/** The course that is planned or flown, as a line over the warps. */
export function createMapCourse() {
  const root = svg('polyline', { class: 'map-course', 'aria-hidden': 'true' })
  return {
    root,
    update(scene: Scene) {
      const points = pathOf(scene).flatMap((sector) => {
        const charted = scene.chart.get(sector)
        return charted === undefined ? [] : [pointOf(charted)]
      })
      root.setAttribute('points', points.map(({ x, y }) => `${x},${y}`).join(' '))
    },
  }
}

/** What is left of it. */
function pathOf({ flight, now }: Scene): readonly number[] {
  if (flight.phase !== 'plotted' && flight.phase !== 'flying') return []
  const { path } = flight.course
  return path.slice(Math.max(0, path.lastIndexOf(now.own.sector)))
}
