import { describe, expect, test } from 'vitest'
import {
  cellAt,
  cellPxFor,
  cellPxMax,
  cellPxMin,
  lookAt,
  panBy,
  shownCells,
  toGrid,
  toPicture,
  zoomAt,
} from '../../framework/screen/src/camera.ts'
import { createFingers } from '../../framework/screen/src/fingers.ts'
import { createFollowingCamera } from '../../framework/screen/src/following-camera.ts'
import { createGlides } from '../../framework/screen/src/glides.ts'
import { createKindMarks, hue, huesMax } from '../../framework/screen/src/kind-mark.ts'
import { createSightMemory } from '../../framework/screen/src/sight-memory.ts'

describe('the camera that follows', () => {
  const size = { width: 400, height: 300 }
  const seen = (x: number) => ({ own: { x, y: 0 }, any: { x: 99, y: 99 } })

  test('goes along with the own entity; without one it looks at any, the first time only', () => {
    const camera = createFollowingCamera()
    camera.follow({ own: undefined, any: { x: 7, y: 1 } }, { size, radius: 2, bounds: undefined })
    expect(camera.now).toMatchObject({ x: 7.5, y: 1.5 })
    camera.follow({ own: undefined, any: { x: 8, y: 1 } }, { size, radius: 2, bounds: undefined })
    expect(camera.now.x).toBe(7.5)
    camera.follow(seen(3), { size, radius: 2, bounds: undefined })
    expect(camera.now.x).toBe(3.5)
  })

  test('stays where a hand put it, until it is to return', () => {
    const camera = createFollowingCamera()
    camera.follow(seen(3), { size, radius: 2, bounds: undefined })
    const first = camera.now
    camera.put({ x: 20, y: 20, cellPx: 40 })
    camera.follow(seen(4), { size, radius: 2, bounds: undefined })
    expect(camera.now).toEqual({ x: 20, y: 20, cellPx: 40 })
    camera.return()
    camera.follow(seen(3), { size, radius: 2, bounds: undefined })
    expect(camera.now).toEqual(first)
  })

  test('a hand that goes nearer decides how near it stays, not where it looks', () => {
    const camera = createFollowingCamera()
    camera.zoom(2, size)
    camera.follow(seen(3), { size, radius: 2, bounds: undefined })
    const { cellPx } = camera.now
    camera.zoom(1.5, size)
    camera.follow(seen(9), { size, radius: 2, bounds: undefined })
    expect(camera.now).toEqual({ x: 9.5, y: 0.5, cellPx: cellPx * 1.5 })
  })
})

describe('a small grid', () => {
  const size = { width: 400, height: 300 }
  const at = (bounds: { width: number; height: number }) => {
    const camera = createFollowingCamera()
    camera.follow({ own: { x: 3, y: 0 }, any: undefined }, { size, radius: 2, bounds })
    return camera.now
  }

  test('is shown whole and in the middle, as large as fits', () => {
    expect(at({ width: 8, height: 8 })).toEqual({ x: 4, y: 4, cellPx: 37.5 })
    expect(at({ width: 2, height: 2 })).toEqual({ x: 1, y: 1, cellPx: 48 })
  })

  test('where its cells would get too small, it still follows the entity of the player', () => {
    expect(at({ width: 100, height: 8 })).toMatchObject({ x: 3.5, y: 0.5 })
  })
})

describe('the camera', () => {
  const size = { width: 400, height: 300 }
  const camera = lookAt({ x: 0, y: 0, cellPx: 20 }, { x: 10, y: 5 })

  test('the cell looked at is in the middle', () => {
    expect(toPicture(camera, size, { x: 10.5, y: 5.5 })).toEqual({ x: 200, y: 150 })
    expect(cellAt(camera, size, { x: 200, y: 150 })).toEqual({ x: 10, y: 5 })
    expect(cellAt(camera, size, { x: 189, y: 150 })).toEqual({ x: 9, y: 5 })
  })

  test('cells before 0 are cells like others', () => {
    expect(cellAt({ x: 0, y: 0, cellPx: 10 }, size, { x: 199, y: 149 })).toEqual({ x: -1, y: -1 })
  })

  test('zooming keeps what is under the hand, and ends at both ends', () => {
    const at = { x: 37, y: 211 }
    const near = zoomAt(camera, size, at, 1.7)
    expect(near.cellPx).toBeCloseTo(34)
    const [before, after] = [toGrid(camera, size, at), toGrid(near, size, at)]
    expect(after.x).toBeCloseTo(before.x)
    expect(after.y).toBeCloseTo(before.y)
    expect(zoomAt(camera, size, at, 1e9).cellPx).toBe(cellPxMax)
    expect(zoomAt(camera, size, at, 1e-9).cellPx).toBe(cellPxMin)
  })

  test('dragging draws the grid along', () => {
    const moved = panBy(camera, { x: 40, y: -20 })
    expect(toPicture(moved, size, { x: 10.5, y: 5.5 })).toEqual({ x: 240, y: 130 })
  })

  test('the cells that are shown cover the picture', () => {
    expect(shownCells(camera, size)).toEqual({ left: 0, top: -2, right: 20, bottom: 13 })
  })

  test('a sight fits into the picture', () => {
    expect(cellPxFor({ width: 390, height: 600 }, 5) * 11).toBeLessThan(390)
    expect(cellPxFor({ width: 390, height: 600 }, 64)).toBe(18)
    expect(cellPxFor({ width: 4_000, height: 4_000 }, 1)).toBe(48)
  })
})

describe('what a player sees and has seen', () => {
  const me = (x: number, y: number) => ({ id: 'me', x, y, ownerId: 'ann' })
  const pebble = (id: string, x: number, y: number) => ({ id, x, y, ownerId: null })

  test('lit is as far around the own entities as anything was seen', () => {
    const memory = createSightMemory({ playerId: 'ann' })
    memory.see([me(10, 10), pebble('p', 13, 9)])
    expect(memory.radius).toBe(3)
    expect([memory.isLit(13, 13), memory.isLit(7, 7), memory.isLit(14, 10)]).toEqual([true, true, false])
    memory.see([me(10, 10)])
    expect(memory.radius).toBe(3)
  })

  test('a sight that has shrunk is noticed after a while', () => {
    const memory = createSightMemory({ playerId: 'ann' })
    memory.see([me(10, 10), pebble('p', 16, 10)])
    for (let count = 0; count < 40; count++) memory.see([me(10, 10)])
    expect(memory.radius).toBe(1)
  })

  test('what is known from afar lights its own cell only', () => {
    const memory = createSightMemory({ playerId: 'ann' })
    memory.see([me(0, 0), pebble('beacon', 500, 0)])
    expect([memory.radius, memory.isLit(500, 0), memory.isLit(499, 0)]).toEqual([1, true, false])
  })

  test('a radius that is given holds', () => {
    const memory = createSightMemory({ playerId: 'ann', radius: 2 })
    memory.see([me(0, 0), pebble('p', 5, 5)])
    expect([memory.isLit(2, 2), memory.isLit(3, 3), memory.isLit(5, 5)]).toEqual([true, false, true])
  })

  test('what went out of sight is remembered where it was; what is gone from a lit cell is forgotten', () => {
    const memory = createSightMemory({ playerId: 'ann', radius: 2 })
    memory.see([me(0, 0), pebble('p', 2, 0), pebble('q', -2, 0)])
    memory.see([me(2, 0), pebble('p', 2, 0)])
    expect([...memory.remembered.keys()]).toEqual(['q'])
    expect([memory.wasSeen(-2, 0), memory.isLit(-2, 0), memory.wasSeen(-3, 0)]).toEqual([true, false, false])
    // Back again: it is not there any more, so somebody took it.
    memory.see([me(0, 0), pebble('p', 2, 0)])
    expect(memory.remembered.size).toBe(0)
  })

  test('who is seen again is no memory', () => {
    const memory = createSightMemory({ playerId: 'ann', radius: 2 })
    memory.see([me(0, 0), pebble('p', 2, 0)])
    memory.see([me(-5, 0)])
    expect(memory.remembered.get('p')).toEqual(pebble('p', 2, 0))
    memory.see([me(-5, 0), pebble('p', -4, 0)])
    expect(memory.remembered.size).toBe(0)
  })

  test('without an own entity what is seen lights itself', () => {
    const memory = createSightMemory({ playerId: 'ann' })
    memory.see([pebble('p', 3, 3)])
    expect([memory.isLit(3, 3), memory.isLit(3, 4)]).toEqual([true, false])
  })

  test('memory is bounded: the oldest goes first', () => {
    const memory = createSightMemory({ playerId: 'ann', radius: 0 })
    memory.see(Array.from({ length: 1_200 }, (_, index) => pebble(`p${index}`, index, 0)))
    memory.see([])
    expect(memory.remembered.size).toBe(1_000)
    expect([memory.remembered.has('p199'), memory.remembered.has('p200')]).toEqual([false, true])
    const walker = createSightMemory({ playerId: 'ann', radius: 64 })
    for (let x = 0; x < 2_200; x += 100) walker.see([me(x, 0)])
    expect([walker.wasSeen(-64, -64), walker.wasSeen(2_100, 0)]).toEqual([false, true])
  })
})

describe('gliding', () => {
  test('to a neighbouring cell takes its time, farther is a jump', () => {
    const glides = createGlides(100)
    glides.place('a', { x: 0, y: 0 }, 0)
    glides.place('a', { x: 1, y: 0 }, 1_000)
    expect(glides.at('a', 1_000)).toEqual({ x: 0, y: 0 })
    const half = glides.at('a', 1_050)?.x ?? 0
    expect(half > 0.5 && half < 1).toBe(true)
    expect([glides.at('a', 1_100), glides.isMoving(1_099), glides.isMoving(1_100)]).toEqual([
      { x: 1, y: 0 },
      true,
      false,
    ])
    glides.place('a', { x: 9, y: 0 }, 2_000)
    expect(glides.at('a', 2_000)).toEqual({ x: 9, y: 0 })
  })

  test('where motion is not wanted, nothing moves', () => {
    const glides = createGlides(0)
    glides.place('a', { x: 0, y: 0 }, 0)
    glides.place('a', { x: 1, y: 0 }, 10)
    expect([glides.at('a', 10), glides.isMoving(10)]).toEqual([{ x: 1, y: 0 }, false])
  })

  test('who is no longer shown is forgotten', () => {
    const glides = createGlides(100)
    glides.place('a', { x: 0, y: 0 }, 0)
    glides.keep(new Set())
    expect(glides.at('a', 0)).toBeUndefined()
  })
})

describe('marks of kinds', () => {
  test('a mark follows from the name alone, and names that are alike differ', () => {
    const kinds = ['ship', 'shop', 'planet', 'planets', 'port', 'mine', 'mine2', 'wreck']
    expect(new Set(kinds.map(createKindMarks()).map((mark) => JSON.stringify(mark))).size).toBe(kinds.length)
    for (const kind of kinds) expect(createKindMarks()(kind)).toEqual(createKindMarks()(kind))
  })

  test('all shapes and hues are used', () => {
    const markOf = createKindMarks()
    const marks = Array.from({ length: 65 }, (_, index) => markOf(`kind-${index}`))
    expect(new Set(marks.map((mark) => JSON.stringify(mark))).size).toBe(64)
    expect(new Set(marks.map(({ shape }) => shape)).size).toBe(8)
    expect(new Set(marks.map(({ colour }) => colour)).size).toBe(huesMax)
  })

  test('hues differ, and are lighter where the page is dark', () => {
    const hues = Array.from({ length: huesMax }, (_, index) => hue(index, false))
    expect(new Set(hues).size).toBe(huesMax)
    expect(hue(0, true)).not.toBe(hue(0, false))
  })
})

describe('fingers on a picture', () => {
  test('one that hardly moves is a tap, however long it trembles', () => {
    const fingers = createFingers()
    fingers.down(1, { x: 50, y: 50 })
    for (let turn = 0; turn < 20; turn++) expect(fingers.move(1, { x: 50 + (turn % 3), y: 48 })).toBeUndefined()
    expect([fingers.up(1), fingers.up(1)]).toEqual([true, false])
  })

  test('one that moves draws the picture along, from where it came down', () => {
    const fingers = createFingers()
    fingers.down(1, { x: 50, y: 50 })
    fingers.move(1, { x: 54, y: 50 })
    expect(fingers.move(1, { x: 60, y: 53 })).toEqual({ kind: 'pan', by: { x: 10, y: 3 } })
    expect(fingers.move(1, { x: 50, y: 50 })).toEqual({ kind: 'pan', by: { x: -10, y: -3 } })
    expect([fingers.isTap, fingers.up(1)]).toEqual([false, false])
    expect(fingers.move(1, { x: 0, y: 0 })).toBeUndefined()
  })

  test('two are never a tap, in whichever order they are lifted', () => {
    for (const [first, last] of [
      [1, 2],
      [2, 1],
    ] as const) {
      const fingers = createFingers()
      fingers.down(1, { x: 0, y: 0 })
      fingers.down(2, { x: 100, y: 0 })
      expect([fingers.up(first), fingers.up(last)]).toEqual([false, false])
      fingers.down(3, { x: 0, y: 0 })
      expect(fingers.up(3)).toBe(true)
    }
  })

  test('two that part and wander: what was in their middle is in their middle, and as much larger as they parted', () => {
    const size = { width: 400, height: 300 }
    const fingers = createFingers()
    let camera = { x: 10, y: 5, cellPx: 20 }
    fingers.down(1, { x: 100, y: 100 })
    fingers.down(2, { x: 200, y: 100 })
    const held = toGrid(camera, size, { x: 150, y: 100 })
    const ways = [
      [1, { x: 90, y: 110 }],
      [2, { x: 230, y: 140 }],
      [1, { x: 40, y: 130 }],
      [2, { x: 260, y: 170 }],
    ] as const
    for (const [id, at] of ways) {
      const move = fingers.move(id, at)
      if (move?.kind !== 'pinch') throw new Error('Two fingers pinch.')
      const { factor, from, to } = move
      camera = zoomAt(panBy(camera, { x: to.x - from.x, y: to.y - from.y }), size, to, factor)
    }
    const now = toPicture(camera, size, held)
    expect([now.x, now.y]).toEqual([expect.closeTo(150), expect.closeTo(150)])
    expect(camera.cellPx).toBeCloseTo(20 * (Math.hypot(220, 40) / 100))
  })

  test('a third one means nothing', () => {
    const fingers = createFingers()
    for (const id of [1, 2, 3]) fingers.down(id, { x: id * 50, y: 0 })
    expect(fingers.move(3, { x: 0, y: 90 })).toBeUndefined()
    expect(fingers.move(1, { x: 0, y: 0 })).toMatchObject({ kind: 'pinch', factor: 2 })
  })
})
