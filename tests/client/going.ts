import { vi } from 'vitest'
import type { JoinedZone } from '../../framework/client/src/index.ts'
import { type ScriptedSocket, zoneId } from './scripted-server.ts'

/** What tests of leaving, unsubscribing and ended zones have in common. */

export function listenForEnd(zone: JoinedZone) {
  const ended = vi.fn()
  zone.on('ended', ended)
  return ended
}

export const typesOf = (socket: ScriptedSocket) => socket.heard.map(({ type }) => type)

/** What the server says to the last message of that type. */
export function letGo(socket: ScriptedSocket, type: 'unsubscribe' | 'leave'): void {
  const { ref = '' } = socket.last(type)
  socket.say({ type: 'unsubscribed', zoneId, ref, ...(type === 'leave' ? { reason: 'left' } : {}) })
}

/** A frame that does not follow: a whole view is asked for. */
export function breakFrames(socket: ScriptedSocket): void {
  const nothing = { set: [], patch: [], remove: [], events: [] }
  socket.say({ type: 'tick', zoneId, tick: 9, prev: 8, at: 9, full: false, ...nothing })
}
