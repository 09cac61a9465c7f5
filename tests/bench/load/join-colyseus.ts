import type { LoadCounter } from './load-counts.ts'
import { openSocket, postJson, promised } from './open-socket.ts'
import type { Player } from './player.ts'

export type ColyseusGame = { readonly kind: 'colyseus'; readonly url: string; readonly room: string }

/** First bytes of its messages, as @colyseus/shared-types names them. */
const codes = { joinRoom: 10, error: 11, roomData: 13, roomState: 14, roomStatePatch: 15 }
/** The upper bits of a first byte say how the message is framed. */
const codeMask = 0x1f

/** A seat in the room, as matchmaking answers it. */
type Seat = { readonly processId: string; readonly roomId: string; readonly sessionId: string }

/** A client of the room, as far as its bytes go. It decodes nothing, as none of ours does beyond the first few. */
export async function joinColyseus(
  { url, room }: ColyseusGame,
  { counter }: { readonly counter: LoadCounter },
): Promise<Player> {
  const { processId, roomId, sessionId } = await postJson<Seat>(`${url}/matchmake/join/${room}`, {})
  const address = `${url.replace('http', 'ws')}/${processId}/${roomId}?sessionId=${sessionId}`
  const { promise: seen, resolve, reject } = promised()
  const socket = await openSocket(address, [], (socket, data) => {
    const code = (data[0] ?? 0) & codeMask
    if (code === codes.joinRoom) return socket.send(Buffer.of(codes.joinRoom))
    if (code === codes.error) return reject(new Error(`The room refused: ${data.toString('latin1')}`))
    if (code !== codes.roomState && code !== codes.roomStatePatch) return
    counter.tick(data.length)
    resolve()
  })
  socket.on('close', (code) => {
    counter.closed()
    reject(new Error(`The room closed the socket of a player (${code}).`))
  })
  await seen
  return { socket, move: ({ dx, dy }) => socket.send(moveMessage(dx, dy)), visible: () => undefined }
}

/** The message "move" with { dx, dy } in msgpack, where -1, 0 and 1 are a byte each. */
function moveMessage(dx: number, dy: number): Buffer {
  const text = (value: string) => [0xa0 + value.length, ...Buffer.from(value)]
  return Buffer.of(codes.roomData, ...text('move'), 0x82, ...text('dx'), dx & 0xff, ...text('dy'), dy & 0xff)
}
