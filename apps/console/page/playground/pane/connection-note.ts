import type { ClientStatus, EndReason, JoinedZoneStatus } from 'gridtick/client'
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

export type Remedy = 'take-over' | 'new-guest' | 'join-again' | 'try-now' | 'back'

/** Says how it stands with the connection and the zone. */
export function connectionNote(client: ClientStatus, play: PlayState, nowMs: number): ConnectionNote {
  switch (client.phase) {
    case 'connecting':
      return { tone: 'waiting', label: 'Connecting', explanation: '' }
    case 'reconnecting':
      return reconnecting(client, play, nowMs)
    case 'closed':
      return closed(client, play)
    case 'connected':
      return connected(play)
    default:
      return assertNever(client)
  }
}

function reconnecting(
  { attempt, retryAtMs, reason }: Extract<ClientStatus, { phase: 'reconnecting' }>,
  play: PlayState,
  nowMs: number,
): ConnectionNote {
  if (play.phase === 'ended') return ended(play)
  const seconds = Math.max(0, Math.ceil((retryAtMs - nowMs) / 1_000))
  const when = seconds === 0 ? 'Trying now' : `Trying again in ${seconds} s`
  const view = play.phase === 'playing' ? ' What you see is how it was last.' : ''
  const why = reason === '' ? 'the connection was lost' : reason.replace(/\.$/, '')
  return {
    tone: 'waiting',
    label: 'Reconnecting',
    explanation: `${why.charAt(0).toUpperCase()}${why.slice(1)}. ${when}, attempt ${attempt}.${view}`,
    remedy: 'try-now',
  }
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
        explanation: 'The server no longer knows this guest. Go on as a new one.',
        remedy: 'new-guest',
      }
    case 'protocol':
      return {
        tone: 'over',
        label: 'Not understood',
        explanation: `The server does not understand this page; reload it. (${message})`,
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

function connected(play: PlayState): ConnectionNote {
  switch (play.phase) {
    case 'joining':
      return { tone: 'waiting', label: 'Joining', explanation: '' }
    case 'refused':
      return refused(play)
    case 'ended':
      return ended(play)
    case 'playing':
      return playing(play)
    default:
      return assertNever(play)
  }
}

function refused({ code, message }: Extract<PlayState, { phase: 'refused' }>): ConnectionNote {
  if (code === 'not_found')
    return {
      tone: 'over',
      label: 'No such zone',
      explanation: 'This zone does not exist, or no longer.',
      remedy: 'back',
    }
  if (mayPass(code)) return { tone: 'waiting', label: 'Waiting', explanation: whyWaiting(code) }
  return { tone: 'over', label: 'Not joined', explanation: `${message} (${code})`, remedy: 'join-again' }
}

/** Refused for as long as somebody mends the zone's module: joining is tried again without being asked. */
export function mayPass(code: string): boolean {
  return code === 'module_unavailable'
}

function whyWaiting(code: string | undefined): string {
  if (code === 'module_unavailable')
    return 'This zone waits for its module, which cannot be loaded at the moment. It goes on by itself when that is mended.'
  return `The server cannot show this zone at the moment (${code}). It is asked again until it can.`
}

function playing({ status, code }: Extract<PlayState, { phase: 'playing' }>): ConnectionNote {
  switch (status) {
    case 'open':
      return { tone: 'live', label: 'Live', explanation: '' }
    case 'waiting':
      return { tone: 'waiting', label: 'Waiting', explanation: `${whyWaiting(code)} What you see is how it was last.` }
    case 'paused': {
      const explanation = `This zone is paused${whyPaused(code)}: nothing moves until an operator lets it go on.`
      return { tone: 'waiting', label: 'Paused', explanation }
    }
    case 'finished':
      return { tone: 'over', label: 'Finished', explanation: 'This game is over. You may still look.', remedy: 'back' }
    case 'deleted':
      return { tone: 'over', label: 'Deleted', explanation: 'This zone was deleted.', remedy: 'back' }
    default:
      return assertNever(status)
  }
}

function whyPaused(code: string | undefined): string {
  if (code === undefined) return ''
  return code === 'internal' ? ', because its module failed again and again' : ` (${code})`
}

function ended({ reason, message }: Extract<PlayState, { phase: 'ended' }>): ConnectionNote {
  switch (reason) {
    case 'left':
    case 'unsubscribed':
      return { tone: 'over', label: 'Left', explanation: 'You have left this zone.', remedy: 'join-again' }
    case 'removed':
      return {
        tone: 'over',
        label: 'Removed',
        explanation: 'The game took you out of this zone.',
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
