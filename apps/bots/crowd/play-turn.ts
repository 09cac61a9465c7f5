import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, createClient } from '@gridtick/client'
import type { Tally } from '../report/tally.ts'
import type { Guest, ServerAccess } from '../server/server-access.ts'
import { joinPlace } from './join-place.ts'
import { meterFrames } from './meter-frames.ts'
import type { Places } from './places.ts'
import { PlainSocket } from './plain-socket.ts'
import { type PlayEnd, type Player, playZone } from './play-zone.ts'
import { createResultCheck } from './result-check.ts'
import type { Turnstile } from './turnstile.ts'

/** Players have this long to leave their zones at the end; then they are gone anyway. */
const leaveMs = 2_000

export type TurnOptions = {
  readonly access: ServerAccess
  readonly places: Places
  readonly mode: 'delta' | 'full'
  /** Where all who connect wait for each other. */
  readonly door: Turnstile
  /** Whether they give up their memberships at the end. */
  readonly leaves: boolean
  readonly tally: Tally
  readonly tell: (text: string) => void
  /** When it is aborted, the player goes. */
  readonly signal: AbortSignal
  readonly onJoined: () => void
  /** One connection more or less. */
  readonly onConnections: (change: 1 | -1) => void
}

/** Whether somebody new takes the place. */
export type TurnEnd = 'makes room' | 'for good'

/** One player, from the first hello to the end, over as many connections as it takes. */
export async function playTurn(
  { guest, player }: { readonly guest: Guest; readonly player: Player },
  options: TurnOptions,
): Promise<TurnEnd> {
  const { places, tally, tell, signal, leaves, onJoined } = options
  const { client, connectingSince } = connect(guest, options)
  const stopWatching = watchConnection(client, options)
  try {
    const zone = await joinPlace(client, { places, tally, tell, signal })
    if (zone === undefined) return signal.aborted ? 'for good' : endOf(client, options)
    tally.joined(player.role, performance.now() - connectingSince())
    onJoined()
    const end = await playZone(zone, player, { tally, signal })
    if (end.kind === 'stopped' && leaves) await Promise.race([zone.leave().catch(() => {}), sleep(leaveMs)])
    places.give(zone.id)
    return afterPlaying(end, client, options)
  } finally {
    await client.close()
    stopWatching()
  }
}

function connect({ token }: Guest, { access, mode, door, tally }: TurnOptions) {
  const results = createResultCheck()
  let connectingSince: number | undefined
  const client = createClient({
    url: `${access.url.replace(/^http/, 'ws')}/v1/ws`,
    // Asked for at each attempt to connect, so that all of them come one after the other.
    async token() {
      await door.pass()
      connectingSince ??= performance.now()
      return token
    },
    mode,
    name: 'gridtick-bots/1',
    WebSocket: PlainSocket,
  })
  meterFrames(client, {
    message: tally.message,
    intentResult(result) {
      const wrong = results.check(result)
      if (wrong !== undefined) tally.failed(wrong)
    },
    staleFrame: () => tally.failed('frames of a tick that did not grow'),
  })
  return { client, connectingSince: () => connectingSince ?? performance.now() }
}

/** Keeps the books of one client's connections. */
function watchConnection(client: Client, { tally, tell, onConnections }: TurnOptions): () => void {
  let isConnected = false
  let wasConnected = false
  return client.on('status', (status) => {
    if (isConnected) onConnections(-1)
    if (isConnected && status.phase === 'reconnecting') tally.lostConnection()
    isConnected = status.phase === 'connected'
    if (isConnected) onConnections(1)
    if (isConnected && wasConnected) tally.reconnected()
    wasConnected ||= isConnected
    if (status.phase === 'reconnecting')
      tell(`Connections are lost or refused (${status.reason}); they try again by themselves.`)
  })
}

function afterPlaying(end: PlayEnd, client: Client, options: TurnOptions): TurnEnd {
  const { tally, tell } = options
  switch (end.kind) {
    case 'left':
      return 'makes room'
    case 'stopped':
      return 'for good'
    case 'broken':
      tell(end.message)
      tally.failed('bots that failed')
      return 'for good'
    case 'ended':
      if (end.reason === 'removed' || end.reason === 'left') return 'makes room'
      if (end.reason === 'closed') return endOf(client, options)
      tell(`A player stops: ${end.message}`)
      return 'for good'
  }
}

/** A server that forgot its secret knows the guest no more; somebody new comes. Everything else is a fault. */
function endOf({ status }: Client, { tally, tell }: TurnOptions): TurnEnd {
  if (status.phase !== 'closed') return 'for good'
  if (status.reason === 'unauthenticated') return 'makes room'
  tell(`A player stops: ${status.message}`)
  tally.failed(`players who were sent away (${status.reason})`)
  return 'for good'
}
