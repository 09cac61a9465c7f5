import { once } from 'node:events'
import { createServer } from 'node:http'
import { matchMaker, Server } from '@colyseus/core'
import { Encoder } from '@colyseus/schema'
import { WebSocketTransport } from '@colyseus/ws-transport'
import { answerCalls } from '../../drive/answer-calls.ts'
import { watchProcess } from '../../measured/watch-process.ts'
import { GridRoom, ticks } from './grid-room.js'

/** A Colyseus server with one room, that answers the benchmark as the measured Gridtick server does. */

// Large enough for the first state of everybody: a buffer that overflows is encoded again, and would be measured.
Encoder.BUFFER_SIZE = 2 * 1024 * 1024

const watched = watchProcess()
let server

answerCalls({
  async serve(options) {
    const http = createServer()
    server = new Server({
      greet: false,
      gracefullyShutdown: false,
      transport: new WebSocketTransport({ server: http }),
    })
    server.define('grid', GridRoom)
    await server.listen(0, '127.0.0.1')
    if (!http.listening) await once(http, 'listening')
    await matchMaker.createRoom('grid', options)
    return { url: `http://127.0.0.1:${http.address().port}`, room: 'grid' }
  },
  take: () => ({ ...watched.take(), ...ticks.take() }),
  async stop() {
    watched.stop()
    await server?.gracefullyShutdown(false)
  },
})
