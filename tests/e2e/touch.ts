import type { Page } from 'playwright-core'

export type Point = { readonly x: number; readonly y: number }

/** Fingers on a page that was opened with `hasTouch`, as the browser gets them from a screen. */
export async function createTouch(page: Page) {
  const session = await page.context().newCDPSession(page)
  let down: readonly Point[] = []
  const dispatch = (type: 'touchStart' | 'touchMove' | 'touchEnd') =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: down.map(({ x, y }, id) => ({ x, y, id })) })
  return {
    /** One finger after the other comes down. */
    async down(...points: readonly Point[]): Promise<void> {
      for (const point of points) {
        down = [...down, point]
        await dispatch('touchStart')
      }
    },
    /** All go to their places together, by several small moves. */
    async move(...points: readonly Point[]): Promise<void> {
      const from = down
      for (const part of [0.25, 0.5, 0.75, 1]) {
        down = points.map((to, id) => between(from[id] ?? to, to, part))
        await dispatch('touchMove')
      }
    },
    /** The last one that came is lifted first. */
    async up(): Promise<void> {
      while (down.length > 0) {
        down = down.slice(0, -1)
        await dispatch('touchEnd')
      }
    },
  }
}

function between(one: Point, other: Point, part: number): Point {
  return { x: one.x + (other.x - one.x) * part, y: one.y + (other.y - one.y) * part }
}
