import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { answerCalls } from '../drive/answer-calls.ts'
import { type ColyseusGame, joinColyseus } from './join-colyseus.ts'
import { type GridtickGame, joinGridtick, subprotocols } from './join-gridtick.ts'
import { createLoadCounts, type LoadCounts } from './load-counts.ts'
import { openSocket } from './open-socket.ts'
import type { Player, Step } from './player.ts'

/**
 * The other end of the benchmark, in a process of its own: so many players, who count what they are sent. Only some of
 * them read it, so that this process is not what is measured.
 */

export type Game = GridtickGame | ColyseusGame

export type LoadCalls = {
  /** Resolves when all of them see their world. */
  join(request: { readonly game: Game; readonly players: number }): Promise<void>
  /** From now on each player sends so many; `still` ones ask for a step that goes nowhere. */
  move(request: { readonly perSecond: number; readonly steps: 'random' | 'still' }): void
  /** No more moves. */
  stay(): void
  /** Plain sockets that only take what comes. */
  listen(request: { readonly port: number; readonly sockets: number }): Promise<void>
  /** What came since the last call. */
  take(): LoadCounts & { readonly visible: number }
  /** Whether a server speaks the compact encoding. */
  speaksCompact(url: string): Promise<boolean>
  leave(): void
}

/** Joins at the same time. */
const joiningMax = 8
/** Players who read their frames and keep their view. */
const readersMax = 8
/** Between two looks at which moves are due. */
const moveEveryMs = 20

const counter = createLoadCounts()
let players: Player[] = []
let plain: Socket[] = []
let moving: NodeJS.Timeout | undefined

const calls: LoadCalls = {
  async join({ game, players: count }) {
    const joinOne = (index: number) =>
      game.kind === 'gridtick'
        ? joinGridtick(game, { index, reads: index < readersMax, counter })
        : joinColyseus(game, { counter })
    players = await inTurns(count, joinOne)
  },
  move({ perSecond, steps }) {
    clearInterval(moving)
    let due = 0
    let next = 0
    moving = setInterval(() => {
      due += (players.length * perSecond * moveEveryMs) / 1_000
      for (; due >= 1; due--) players[next++ % players.length]?.move(steps === 'still' ? nowhere : randomStep())
    }, moveEveryMs)
  },
  stay: () => clearInterval(moving),
  async listen({ port, sockets }) {
    plain = await inTurns(sockets, async () => {
      const socket = connect(port, '127.0.0.1')
        .on('error', () => {})
        .resume()
      await once(socket, 'connect')
      return socket
    })
  },
  take() {
    const sizes = players.map((player) => player.visible()).filter((size) => size !== undefined)
    return { ...counter.take(), visible: sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length) }
  },
  async speaksCompact(url) {
    try {
      const socket = await openSocket(`${url.replace('http', 'ws')}/v1/ws`, [subprotocols.compact])
      socket.terminate()
      return true
    } catch {
      return false
    }
  },
  leave() {
    clearInterval(moving)
    for (const { socket } of players) socket.terminate()
    for (const socket of plain) socket.destroy()
    players = []
    plain = []
  },
}

const nowhere: Step = { dx: 0, dy: 0 }

function randomStep(): Step {
  return { dx: Math.floor(Math.random() * 3) - 1, dy: Math.floor(Math.random() * 3) - 1 }
}

/** A few at a time, in order. */
async function inTurns<Made>(count: number, make: (index: number) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = []
  for (let first = 0; first < count; first += joiningMax) {
    const indices = Array.from({ length: Math.min(joiningMax, count - first) }, (_, offset) => first + offset)
    made.push(...(await Promise.all(indices.map(make))))
  }
  return made
}

answerCalls(calls)
