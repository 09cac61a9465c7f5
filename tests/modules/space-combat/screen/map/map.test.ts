import { describe, expect, test } from 'vitest'
import {
  frame,
  isWellInside,
  lookAt,
  middleOf,
  pan,
  reshape,
  showAll,
  zoom,
} from '../../../../../modules/space-combat/screen/map/camera.ts'
import { boundsOf, drawnWarps, pointOf, sectorTowards } from '../../../../../modules/space-combat/screen/map/layout.ts'
import type { ChartedSector, StarChart } from '../../../../../modules/space-combat/screen/region/star-chart.ts'

function chartOf(...sectors: readonly Pick<ChartedSector, 'sector' | 'x' | 'y' | 'warps' | 'isVisited'>[]): StarChart {
  return new Map(sectors.map((sector) => [sector.sector, { ...sector, port: null }]))
}

const chart = chartOf(
  { sector: 0, x: 8, y: 8, warps: [1, 2, 9], isVisited: true },
  { sector: 1, x: 16, y: 8, warps: [0], isVisited: true },
  { sector: 2, x: 8, y: 16, warps: [1], isVisited: true },
  { sector: 3, x: 0, y: 9, warps: [], isVisited: false },
  { sector: 4, x: 24, y: 8, warps: [3], isVisited: true },
)

describe('warps', () => {
  test('each is drawn once: both ways, one way, or nobody knows; what has no place is left out', () => {
    expect(drawnWarps(chart)).toEqual([
      { from: 0, to: 1, way: 'both' },
      { from: 0, to: 2, way: 'one' },
      { from: 2, to: 1, way: 'one' },
      { from: 4, to: 3, way: 'unknown' },
    ])
  })
})

describe('arrow keys', () => {
  test('lead to the nearest sector in that direction, and nowhere where there is none', () => {
    expect(sectorTowards(chart, 0, 'right')).toBe(1)
    expect(sectorTowards(chart, 1, 'right')).toBe(4)
    expect(sectorTowards(chart, 0, 'down')).toBe(2)
    expect(sectorTowards(chart, 0, 'left')).toBe(3)
    expect(sectorTowards(chart, 0, 'up')).toBeUndefined()
    expect(sectorTowards(chart, 99, 'up')).toBeUndefined()
  })
})

describe('the camera', () => {
  const camera = lookAt({ x: 100, y: 100 }, 2, 400)

  test('frames the ship in the middle with its neighbours; from farther away where they need it, within bounds', () => {
    const ship = { x: 100, y: 100 }
    const width = { least: 400, most: 600 }
    expect(frame([ship, { x: 180, y: 100 }], 1, width)).toEqual(lookAt(ship, 1, 400))
    const [above, below] = [
      { x: 100, y: 20 },
      { x: 100, y: 180 },
    ]
    const flat = frame([ship, above, below], 2, width)
    expect(flat.width).toBeGreaterThan(400)
    for (const { y } of [above, below]) expect(y > flat.y + 50 && y < flat.y + flat.height - 50).toBe(true)
    expect(frame([ship, { x: 2_000, y: 100 }], 1, width)).toEqual(lookAt(ship, 1, 400))
  })

  test('shows what it looks at in the middle, and all of what it is to show', () => {
    expect(camera).toEqual({ x: -100, y: 0, width: 400, height: 200 })
    const bounds = boundsOf(chart)
    expect(bounds).toEqual({ x: 0, y: 80, width: 240, height: 80 })
    const all = showAll(bounds, 1)
    for (const sector of chart.values()) {
      const { x, y } = pointOf(sector)
      expect(x > all.x && x < all.x + all.width && y > all.y && y < all.y + all.height).toBe(true)
    }
    expect(boundsOf(new Map())).toEqual({ x: 0, y: 0, width: 0, height: 0 })
  })

  test('zooming leaves the point under the hand where it is, and ends at its bounds', () => {
    const at = { x: 0, y: 50 }
    expect(zoom(camera, 2, at)).toEqual({ x: -50, y: 25, width: 200, height: 100 })
    expect(zoom(camera, 1_000, at).width).toBe(120)
    expect(zoom(camera, 0.000_1, at).width).toBe(12_000)
  })

  test('a pan moves it against the hand; another frame keeps its middle', () => {
    expect(pan(camera, { x: 10, y: -5 })).toMatchObject({ x: -110, y: 5 })
    expect(middleOf(reshape(camera, { aspect: 1, width: 300 }))).toEqual(middleOf(camera))
    expect(isWellInside(camera, { x: 100, y: 100 })).toBe(true)
    expect(isWellInside(camera, { x: -90, y: 100 })).toBe(false)
  })
})
