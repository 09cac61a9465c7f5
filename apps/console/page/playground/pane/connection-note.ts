import type { ClientStatus, EndReason, JoinedZoneStatus } from '@gridtick/client'
import { assertNever } from '../../assert-never.ts'

/** How it stands between a player and a zone. */
export type PlayState =
  | { readonly phase: 'joining' }
  /** The server said no. */
  | { readonly phase: 'refused'; readonly code: string; readonly message: string }
  | { readonly phase: 'playing'; readonly status: JoinedZoneStatus; readonly code?: string | undefined }
  | { readonly phase: 'ended'; readonly reason: EndReason; readonly message: string }

/** What the player is told of it, and what can be done. */
export type ConnectionNote = {
  readonly tone: 'live' | 'waiting' | 'over'
  /** One or two words, always visible. */
  readonly label: string
  /** What it means, in a sentence; empty where all is well. */
  readonly explanation: string
  readonly remedy?: Remedy
}

export type Remedy = 'take-over' | 'new-guest' | 'join-again' | 'try-now' | 'resume' | 'back'

/** Who reads it, and where. */
export type Reader = {
  /** Logged in as the debug user, who may let zones go on. */
  readonly isDebug: boolean
  /** Modules are written on this server: each save starts it again. `awayMs`: for so long it has not answered. */
  readonly development?: { readonly awayMs: number | undefined }
}

/** Longer than a server under development takes to start. */
const startMsMax = 10_000
/** So many are made before it is known that the server is away, or there again. */
const attemptsOfStart = 3

type Lost = Extract<ClientStatus, { phase: 'reconnecting' }>

/** Says how it stands with the connection and the zone. */
export function connectionNote(
  client: ClientStatus,
  play: PlayState,
  nowMs: number,
  reader: Reader = { isDebug: false },
): ConnectionNote {
  switch (client.phase) {
    case 'connecting':
      return { tone: 'waiting', label: 'Connecting', explanation: '' }
    case 'reconnecting':
      return reconnecting({ client, play, nowMs, reader })
    case 'closed':
      return closed(client, play)
    case 'connected':
      return connected(play, reader)
    default:
      return assertNever(client)
  }
}

function reconnecting({
  client,
  play,
  nowMs,
  reader: { development },
}: {
  readonly client: Lost
  readonly play: PlayState
  readonly nowMs: number
  readonly reader: Reader
}): ConnectionNote {
  if (play.phase === 'ended') return ended(play)
  const why = isServerAway(client, development) ? whyAway(development?.awayMs ?? 0) : whyLost(client, nowMs)
  const view =
    play.phase === 'playing' ? ' You see the last known state. Anything you do now is sent once you are back.' : ''
  return { tone: 'waiting', label: 'Reconnecting', explanation: `${why}${view}`, remedy: 'try-now' }
}

/** A server under development that answers again takes the next attempt, or has another reason not to. */
function isServerAway({ attempt }: Lost, development: Reader['development']): boolean {
  return development !== undefined && (development.awayMs !== undefined || attempt <= attemptsOfStart)
}

function whyLost({ attempt, retryAtMs, reason }: Lost, nowMs: number): string {
  const seconds = Math.max(0, Math.ceil((retryAtMs - nowMs) / 1_000))
  const when = seconds === 0 ? 'Trying now' : `Trying again in ${seconds} s`
  const why = reason === '' ? 'the connection was lost' : reason.replace(/\.$/, '')
  return `${why.charAt(0).toUpperCase()}${why.slice(1)}. ${when}, attempt ${attempt}.`
}

function whyAway(awayMs: number): string {
  if (awayMs < startMsMax) return 'The server starts again.'
  return `The server has been away for ${Math.floor(awayMs / 1_000)} s; look at the terminal where you started it.`
}

function closed({ reason, message }: Extract<ClientStatus, { phase: 'closed' }>, play: PlayState): ConnectionNote {
  switch (reason) {
    case 'superseded':
      return {
        tone: 'over',
        label: 'Taken over',
        explanation: 'This player is connected somewhere else now: another tab or another window.',
        remedy: 'take-over',
      }
    case 'unauthenticated':
      return {
        tone: 'over',
        label: 'Login expired',
        explanation: 'The server no longer accepts this login. Go on as a new guest.',
        remedy: 'new-guest',
      }
    case 'protocol':
      return {
        tone: 'over',
        label: 'Not understood',
        explanation: `The server does not understand this page. Reload the page. (${message})`,
        remedy: 'join-again',
      }
    case 'asked':
      return play.phase === 'ended'
        ? ended(play)
        : { tone: 'over', label: 'Closed', explanation: 'The connection was closed.', remedy: 'join-again' }
    default:
      return assertNever(reason)
  }
}

function connected(play: PlayState, reader: Reader): ConnectionNote {
  switch (play.phase) {
    case 'joining':
      return { tone: 'waiting', label: 'Joining', explanation: '' }
    case 'refused':
      return refused(play)
    case 'ended':
      return ended(play)
    case 'playing':
      return playing(play, reader)
    default:
      return assertNever(play)
  }
}

function refused({ code, message }: Extract<PlayState, { phase: 'refused' }>): ConnectionNote {
  if (code === 'not_found')
    return {
      tone: 'over',
      label: 'No such zone',
      explanation: 'There is no such zone, or it was deleted. Check the link, or choose another zone.',
      remedy: 'back',
    }
  if (mayPass(code)) return { tone: 'waiting', label: 'Waiting', explanation: whyWaiting(code) }
  return { tone: 'over', label: 'Not joined', explanation: `${message} (${code})`, remedy: 'join-again' }
}

/** Refused until somebody fixes the zone's module: the page tries again by itself. */
export function mayPass(code: string): boolean {
  return code === 'module_unavailable'
}

/** Whether a server that starts again, with another version of the module, may let the player in whom the last one refused. */
export function mayBeLetIn(play: PlayState): boolean {
  if (play.phase === 'ended') return play.reason === 'refused'
  return play.phase === 'refused' && (mayPass(play.code) || play.code === 'conflict')
}

function whyWaiting(code: string | undefined): string {
  if (code === 'module_unavailable')
    return 'This zone waits for its module, which cannot be loaded at the moment. The zone goes on by itself when the module is fixed.'
  return `The server cannot show this zone at the moment (${code}). The page tries again until it can.`
}

function playing({ status, code }: Extract<PlayState, { phase: 'playing' }>, reader: Reader): ConnectionNote {
  switch (status) {
    case 'open':
      return { tone: 'live', label: 'Live', explanation: '' }
    case 'waiting':
      return { tone: 'waiting', label: 'Waiting', explanation: `${whyWaiting(code)} You see the last known state.` }
    case 'paused':
      return paused(code, reader)
    case 'finished':
      return {
        tone: 'over',
        label: 'Finished',
        explanation: 'This game is over. You can still look at it.',
        remedy: 'back',
      }
    case 'deleted':
      return { tone: 'over', label: 'Deleted', explanation: 'This zone was deleted.', remedy: 'back' }
    default:
      return assertNever(status)
  }
}

/** Whoever can let it go on is offered that, instead of being told to wait for somebody else. */
function paused(code: string | undefined, { isDebug, development }: Reader): ConnectionNote {
  const about = { tone: 'waiting', label: 'Paused' } as const
  const why = `This zone is paused${whyPaused(code)}`
  if (development !== undefined && code === 'internal')
    return { ...about, explanation: `${why}. Fix the module and save it, and the zone goes on.`, remedy: 'resume' }
  if (isDebug) return { ...about, explanation: `${why}: nothing moves until you resume it.`, remedy: 'resume' }
  return { ...about, explanation: `${why}: nothing moves until an operator lets it go on.` }
}

function whyPaused(code: string | undefined): string {
  if (code === undefined) return ''
  return code === 'internal' ? ', because its module failed' : ` (${code})`
}

function ended({ reason, message }: Extract<PlayState, { phase: 'ended' }>): ConnectionNote {
  switch (reason) {
    case 'left':
    case 'unsubscribed':
      return { tone: 'over', label: 'Left', explanation: 'You have left the zone.', remedy: 'join-again' }
    case 'removed':
      return {
        tone: 'over',
        label: 'Removed',
        explanation: 'The game removed you from this zone.',
        remedy: 'join-again',
      }
    case 'deleted':
      return { tone: 'over', label: 'Deleted', explanation: 'This zone was deleted.', remedy: 'back' }
    case 'refused':
      return { tone: 'over', label: 'Not joined', explanation: message, remedy: 'join-again' }
    case 'closed':
      return { tone: 'over', label: 'Closed', explanation: message, remedy: 'join-again' }
    default:
      return assertNever(reason)
  }
}
