import type { ClientStatus } from '@gridtick/client'
import { describe, expect, test, vi } from 'vitest'
import { createEnding } from '../../apps/cli/tail/create-ending.ts'
import { centreOf, drawGrid } from '../../apps/cli/tail/draw-grid.ts'
import { drawTerminal, drawWaiting, type Watched } from '../../apps/cli/tail/draw-terminal.ts'
import { createKindMarks } from '../../apps/cli/tail/kind-marks.ts'
import { present } from '../../apps/cli/tail/present.ts'
import { presentConnection } from '../../apps/cli/tail/present-connection.ts'
import { scriptedClient, zoneId } from '../client/scripted-server.ts'

const me = 'p-me'

function entity(id: string, kind: string, [x, y]: readonly [number, number], ownerId: string | null = null) {
  return { id, kind, x, y, ownerId, data: {} }
}

type Entity = ReturnType<typeof entity>

function byId(entities: readonly Entity[]): Map<string, Entity> {
  return new Map(entities.map((one) => [one.id, one]))
}

function grid(entities: readonly Entity[], size = { columns: 10, rows: 5 }, isColoured = false) {
  return drawGrid({ entities: byId(entities), playerId: me, markOf: createKindMarks().of, isColoured, ...size })
}

describe('the grid', () => {
  test('the own entity is in the middle; others lie about it, players as capitals', () => {
    const lines = grid([
      entity('a', 'walker', [10, 10], me),
      entity('b', 'walker', [9, 10], 'p-other'),
      entity('c', 'pebble', [11, 9]),
      entity('far', 'pebble', [90, 90]),
    ])
    expect(lines).toEqual(['· · · · · ', '· · · p · ', '· W @ · · ', '· · · · · ', '· · · · · '])
  })

  test('nothing is drawn where no grid begins, below 0', () => {
    expect(grid([entity('a', 'walker', [0, 0], me)], { columns: 6, rows: 3 })).toEqual(['      ', '  @ · ', '  · · '])
  })

  test('what is below another is told by a plus; the own lies above players, and they above things', () => {
    const at = [3, 3] as const
    const thing = entity('c', 'pebble', at)
    const other = entity('b', 'walker', at, 'p-other')
    expect(grid([thing, other, entity('a', 'walker', at, me)], { columns: 2, rows: 1 })).toEqual(['@+'])
    expect(grid([thing, other], { columns: 2, rows: 1 })).toEqual(['W+'])
  })

  test('colours are there only where they are wanted', () => {
    const entities = [entity('a', 'walker', [1, 1], me)]
    expect(grid(entities, { columns: 2, rows: 1 }, true)).toEqual(['\x1b[1m@\x1b[0m '])
    expect(grid(entities, { columns: 2, rows: 1 }, false)).toEqual(['@ '])
  })

  test('who has many garrisons and one ship is where the ship is; off the map is nowhere', () => {
    const own = [
      entity('a', 'garrison', [1, 1], me),
      entity('b', 'garrison', [2, 2], me),
      entity('c', 'ship', [7, 8], me),
      entity('d', 'chart', [-8, -8], me),
    ]
    expect(centreOf(own, me)).toMatchObject({ x: 7, y: 8 })
    expect(centreOf([entity('a', 'pebble', [2, 4]), entity('b', 'pebble', [4, 8])], me)).toEqual({ x: 3, y: 6 })
    expect(centreOf([], me)).toEqual({ x: 0, y: 0 })
  })
})

test('each kind gets a letter of its own and keeps it', () => {
  const marks = createKindMarks()
  const letters = ['ship', 'sector', 'salvage', 'ship'].map((kind) => marks.of(kind).letter)
  expect(letters).toEqual(['s', 'e', 'a', 's'])
  for (let count = 0; count < 40; count++) marks.of(`s${count}`)
  expect(marks.of('one more').letter).toBe('?')
})

describe('the terminal', () => {
  const watched: Watched = {
    title: 'meadow · hello-grid',
    playerId: me,
    view: {
      tick: 12,
      at: 0,
      entities: byId([entity('a', 'walker', [4, 4], me), entity('b', 'pebble', [5, 4])]),
      extras: { pebblesLeft: 3 },
    },
    status: 'open',
    trouble: 'reconnecting, attempt 2: the connection was lost',
    events: ['11 said {"text":"\u001b[2Jboo"}'],
  }

  test.each([
    [80, 24],
    [20, 8],
    [200, 60],
  ])('it fills %i columns and %i rows, and no line is longer', (columns, rows) => {
    const lines = drawTerminal(watched, { columns, rows, isColoured: false }, createKindMarks().of)
    expect(lines).toHaveLength(rows)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
    expect(lines.join('\n')).toContain('@')
  })

  test('it says where and when one is, what is wrong, what the letters mean and what happened', () => {
    const text = drawTerminal(watched, { columns: 80, rows: 24, isColoured: false }, createKindMarks().of).join('\n')
    expect(text).toContain('meadow · hello-grid · tick 12 · open · 2 entities')
    expect(text).toContain('reconnecting, attempt 2')
    expect(text).toContain('@ you   p pebble 1')
    expect(text).toContain('extras {"pebblesLeft":3}')
    expect(text).toContain('boo')
    expect(text).not.toContain('\x1b')
  })
})

describe('what is shown', () => {
  /** A zone that is watched for so many frames, and what a presenter was told. */
  async function watch(framesMax: number, quietMs = 1_000_000) {
    const world = scriptedClient()
    const { socket, zone } = await world.joined({ tick: 1 })
    const told: string[] = []
    const ending = createEnding()
    const presenter = {
      joined: () => told.push('joined'),
      frame: ({ tick }: { readonly tick: number }) => told.push(`frame ${tick}`),
      event: ({ tick, event }: { readonly tick: number; readonly event: string }) => told.push(`${event} ${tick}`),
      zoneStatus: (status: string) => told.push(status),
      connection: ({ phase }: { readonly phase: string }) => told.push(phase),
      waiting: (text: string) => told.push(text),
      ended: (reason: string) => told.push(reason),
      close() {},
    }
    presentConnection(world.client, presenter)
    present({ zone, presenter, framesMax, ending, quietMs })
    return {
      ...{ world, socket, told, ending },
      tick(tick: number) {
        const events = [{ event: 'said', payload: {} }]
        socket.say({ type: 'tick', zoneId, tick, at: tick, full: true, entities: [], events })
      },
    }
  }

  test('is each event before its frame, and nothing beyond the last frame but how it ends', async () => {
    const { world, socket, told, ending, tick } = await watch(3)
    tick(2)
    socket.say({ type: 'zone_status', zoneId, status: 'paused' })
    socket.say({ type: 'zone_status', zoneId, status: 'open' })
    expect(ending.hasBegun).toBe(false)
    tick(3)
    expect(await ending.exitCode).toBe(0)
    const shown = ['joined', 'frame 1', 'said 2', 'frame 2', 'paused', 'open', 'said 3', 'frame 3']
    expect(told).toEqual(shown)
    tick(4)
    socket.say({ type: 'zone_status', zoneId, status: 'paused' })
    expect(told).toEqual(shown)
    socket.say({ type: 'unsubscribed', zoneId, reason: 'left' })
    await world.client.close()
    expect(told).toEqual([...shown, 'left', 'closed'])
  })

  test('who waits for more frames of a quiet zone is told so, and nobody else', async () => {
    const quiet = 'waiting for something to change'
    const some = await watch(5, 1)
    const words = () => some.told.filter((text) => text === quiet).length
    await vi.waitFor(() => expect(words()).toBe(1))
    some.tick(2)
    some.tick(3)
    const endless = await watch(Number.POSITIVE_INFINITY, 1)
    const over = await watch(1, 1)
    const stopped = await watch(5, 1)
    stopped.ending.begin(130)
    await vi.waitFor(() => expect(words()).toBeGreaterThan(1))
    // Timers of the same length that were set after that one have run by then.
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(words()).toBe(2)
    for (const { told } of [endless, over, stopped]) expect(told).toEqual(['joined', 'frame 1'])
    for (const { world } of [some, endless, over, stopped]) await world.client.close()
  })

  test('ends at once where one frame is enough, and with the first reason there is', async () => {
    const one = await watch(1)
    one.tick(2)
    expect(one.told).toEqual(['joined', 'frame 1'])
    await one.world.client.close()
    expect(await one.ending.exitCode).toBe(0)

    const closed = await watch(10)
    await closed.world.client.close()
    closed.ending.begin(130)
    expect(await closed.ending.exitCode).toBe(1)
  })
})

describe('waiting', () => {
  test('it is told how the connection stands before a zone is joined; that it is there at first is no news', () => {
    const told: string[] = []
    let tell: (status: ClientStatus) => void = () => {}
    const client = {
      on(_: string, listener: typeof tell) {
        tell = listener
      },
    }
    presentConnection(client as never, { connection: ({ phase }) => told.push(phase) })
    tell({ phase: 'connecting' })
    tell({ phase: 'connected' })
    tell({ phase: 'reconnecting', attempt: 1, retryAtMs: 0, reason: '' })
    tell({ phase: 'connected' })
    tell({ phase: 'closed', reason: 'asked', message: '' })
    expect(told).toEqual(['connecting', 'connected', 'reconnecting', 'connected', 'closed'])
    told.length = 0
    presentConnection(client as never, { connection: ({ phase }) => told.push(phase) })
    tell({ phase: 'connected' })
    expect(told).toEqual([])
  })

  test('the terminal says so before there is a zone to draw', () => {
    const lines = drawWaiting(['meadow\u001b[2J', 'reconnecting'], { columns: 12, rows: 24, isColoured: false })
    expect(lines).toEqual(['meadow\ufffd[2J', 'reconnecting', '', 'q leaves'])
  })
})
