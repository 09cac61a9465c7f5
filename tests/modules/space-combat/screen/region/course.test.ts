import type { IntentResult } from '@gridtick/client'
import { describe, expect, test } from 'vitest'
import { nextOn, readCourse } from '../../../../../modules/space-combat/screen/region/course.ts'
import { createPilot } from '../../../../../modules/space-combat/screen/region/pilot.ts'

const applied: IntentResult = { outcome: 'applied', tick: 1 }
const plotted = { fromSector: 0, toSector: 7, path: [0, 1, 3, 7], distance: 3, warpCost: 9 }

/** A pilot whose moves wait for the test, and what was asked of it. */
function flying(answer: unknown = plotted) {
  const moves: number[] = []
  const answers: ((result: IntentResult) => void)[] = []
  const pilot = createPilot({
    ask: () => Promise.resolve(answer as never),
    move: (to) => {
      moves.push(to)
      return new Promise((resolve) => answers.push(resolve))
    },
    onChange() {},
  })
  const arrive = async (sector: number, isFighting = false) => {
    answers.shift()?.(applied)
    await settled()
    pilot.look({ sector, isFighting })
    await settled()
  }
  return { pilot, moves, answers, arrive }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}

async function underWay() {
  const game = flying()
  game.pilot.look({ sector: 0, isFighting: false })
  await game.pilot.plot(7)
  game.pilot.go()
  return game
}

describe('a course', () => {
  test('is read from the answer, and so is why there is none', () => {
    expect(readCourse(plotted)).toEqual({ to: 7, path: [0, 1, 3, 7], warpCost: 9 })
    expect(readCourse({ error: { code: 'unreachable', message: 'No way leads to sector 7.' } })).toEqual({
      refusal: 'No way leads to sector 7.',
    })
  })

  test('says what comes next from where the ship is', () => {
    const course = { to: 7, path: [0, 1, 3, 7], warpCost: 9 }
    expect(nextOn(course, 0)).toEqual({ kind: 'leg', to: 1 })
    expect(nextOn(course, 3)).toEqual({ kind: 'leg', to: 7 })
    expect(nextOn(course, 7)).toEqual({ kind: 'arrived' })
    expect(nextOn(course, 9)).toEqual({ kind: 'astray' })
  })
})

describe('a journey', () => {
  test('nothing moves before the captain says so; then it goes leg by leg, each one when the ship is seen there', async () => {
    const { pilot, moves, arrive } = flying()
    pilot.look({ sector: 0, isFighting: false })
    await pilot.plot(7)
    expect(pilot.flight).toMatchObject({ phase: 'plotted', course: { to: 7, warpCost: 9 } })
    expect(moves).toEqual([])

    pilot.go()
    expect(moves).toEqual([1])
    pilot.look({ sector: 0, isFighting: false })
    expect(moves).toEqual([1])
    await arrive(1)
    expect(moves).toEqual([1, 3])
    await arrive(3)
    await arrive(7)
    expect(moves).toEqual([1, 3, 7])
    expect(pilot.flight).toEqual({ phase: 'idle' })
  })

  test('a refusal stops it, in words', async () => {
    const { pilot, moves, answers } = await underWay()
    answers.shift()?.({
      outcome: 'refused',
      code: 'not_enough_warp',
      message: 'You need 3 warp power and have 2.',
      retryable: false,
    })
    await settled()
    expect(pilot.flight).toMatchObject({ phase: 'stopped', why: expect.stringContaining('You need 3 warp power') })
    pilot.look({ sector: 0, isFighting: false })
    expect(moves).toEqual([1])
  })

  test('a fight stops it', async () => {
    const { pilot, moves, arrive } = await underWay()
    await arrive(1, true)
    expect(pilot.flight).toMatchObject({ phase: 'stopped', why: expect.stringContaining('fight') })
    await arrive(1, false)
    expect(moves).toEqual([1])
  })

  test('the captain stops it: the move that is under way is the last', async () => {
    const { pilot, moves, arrive } = await underWay()
    pilot.stop()
    await arrive(1)
    expect(pilot.flight).toEqual({ phase: 'idle' })
    expect(moves).toEqual([1])
  })

  test('who is brought elsewhere is off the course; who is brought ahead flies on from there', async () => {
    const astray = await underWay()
    await astray.arrive(9)
    expect(astray.pilot.flight).toMatchObject({ phase: 'stopped', why: expect.stringContaining('off the course') })
    const ahead = await underWay()
    await ahead.arrive(3)
    expect(ahead.moves).toEqual([1, 7])
  })

  test('a new course replaces the one that was asked for', async () => {
    const { pilot } = flying()
    const first = pilot.plot(7)
    pilot.stop()
    await first
    expect(pilot.flight).toEqual({ phase: 'idle' })
  })

  test('where no way leads the pilot says so', async () => {
    const { pilot } = flying({ error: { code: 'unreachable', message: 'No way leads to sector 7.' } })
    await pilot.plot(7)
    expect(pilot.flight).toEqual({ phase: 'stopped', why: 'No way leads to sector 7.' })
  })
})
