import { exitCodes } from '../exit-codes.ts'
import { crashDelayMs, soundMs } from './crash-delay.ts'
import type { ServerMessage } from './server-message.ts'
import type { Ending, ServerListener, ServerProcess } from './server-process.ts'
import { type Silence, watchForSilence } from './silence.ts'

/** What the codes mean that say more than themselves. */
function describeCode(code: number): string {
  if (code === exitCodes.stalled) return `code ${code}: a module held it, and the watchdog ended it; see above`
  if (code === exitCodes.inDoubt) return `code ${code}: an error of the server itself; see above`
  return `code ${code}`
}

/** A server that is to be started again and takes longer is ended. Nothing is lost by it: each tick is stored. */
const restartMsMax = 2_000
/** At the end of all there is more time, as players are told. The server ends by itself before that. */
const stopMsMax = 12_000

type Phase =
  /** There is no server; the next save or Return starts one. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly server: ServerProcess; readonly silence: Silence; readonly since: number }
  | {
      readonly kind: 'stopping'
      readonly server: ServerProcess
      readonly forGood: NodeJS.Timeout
      next: 'start' | 'end'
    }
  /** It crashed; another one is started in a moment. */
  | { readonly kind: 'pausing'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'ended' }

export type Supervisor = {
  /** Starts a server, in place of the one that runs if there is one. `why` is said. */
  start(why?: string): void
  /** Stops the server in order, and then ends. */
  stop(): void
  /** Ends at once. */
  stopAtOnce(): void
}

/** Keeps one server running: starts it again when asked to and when it crashes, and says what it does. */
export function createSupervisor(options: {
  readonly startServer: (
    start: { readonly keptPort: number | undefined; readonly isAgain: boolean },
    listener: ServerListener,
  ) => ServerProcess
  readonly say: (line: string) => void
  /** Files that the server is made of, beyond those that are known. */
  readonly onNeeds: (files: readonly string[]) => void
  readonly onEnd: () => void
  /** A clock that only goes forward, in ms. */
  readonly now: () => number
}): Supervisor {
  const { startServer, say, onNeeds, now } = options
  let phase: Phase = { kind: 'waiting' }
  let keptPort: number | undefined
  let isAgain = false
  let crashes = 0
  let isStuck = false
  let lastChange: string | undefined

  function launch(): void {
    isStuck = false
    const server = startServer({ keptPort, isAgain }, { onMessage: hear, onEnd: onServerEnd })
    const silence = watchForSilence({ onSilent, onHeard })
    phase = { kind: 'running', server, silence, since: now() }
  }

  function hear(message: ServerMessage): void {
    if (phase.kind === 'running') phase.silence.heard()
    if (message.kind === 'listening') {
      keptPort = message.port
      isAgain = true
    }
    if (message.kind === 'needs') onNeeds(message.files)
  }

  function onSilent(ms: number): void {
    isStuck = true
    const before = lastChange === undefined ? '' : ` (before that you ${lastChange})`
    say(
      `the server has not answered for ${ms / 1_000} s: a tick may be in an endless loop${before}. Save a file or press Return to start it again`,
    )
  }

  function onHeard(): void {
    isStuck = false
    say('the server answers again')
  }

  function stopServer(next: 'start' | 'end'): void {
    if (phase.kind !== 'running') return
    const { server, silence } = phase
    silence.stop()
    const endForGood = () => {
      say('the server did not stop by itself: it was ended')
      server.stopAtOnce()
    }
    const forGood = setTimeout(endForGood, next === 'start' ? restartMsMax : stopMsMax)
    phase = { kind: 'stopping', server, forGood, next }
    // What never comes back from a tick cannot stop in order.
    if (isStuck) server.stopAtOnce()
    else server.stop()
  }

  function onServerEnd(ending: Ending): void {
    if (phase.kind === 'stopping') {
      clearTimeout(phase.forGood)
      if (phase.next === 'end') end()
      else launch()
    } else if (phase.kind === 'running') {
      phase.silence.stop()
      if (now() - phase.since >= soundMs) crashes = 0
      if ('signal' in ending) startAfterCrash(ending.signal)
      else waitForMending(ending.code)
    }
  }

  function startAfterCrash(signal: string): void {
    crashes++
    const delayMs = crashDelayMs(crashes)
    say(`the server was ended by ${signal}: starting again${delayMs === 0 ? '' : ` in ${delayMs / 1_000} s`}`)
    phase = { kind: 'pausing', timer: setTimeout(launch, delayMs) }
  }

  function waitForMending(code: number): void {
    // Perhaps another program listens there by now.
    keptPort = undefined
    say(`the server has ended (${describeCode(code)}). Save a file or press Return to start it again`)
    phase = { kind: 'waiting' }
  }

  function end(): void {
    phase = { kind: 'ended' }
    options.onEnd()
  }

  return {
    start(why) {
      if (phase.kind === 'ended' || (phase.kind === 'stopping' && phase.next === 'end')) return
      if (why !== undefined) say(`${why}: starting again`)
      lastChange = why
      crashes = 0
      if (phase.kind === 'pausing') clearTimeout(phase.timer)
      if (phase.kind === 'running') stopServer('start')
      else if (phase.kind !== 'stopping') launch()
    },
    stop() {
      if (phase.kind === 'pausing') clearTimeout(phase.timer)
      if (phase.kind === 'running') stopServer('end')
      else if (phase.kind === 'stopping') phase.next = 'end'
      else if (phase.kind !== 'ended') end()
    },
    stopAtOnce() {
      if (phase.kind === 'running' || phase.kind === 'stopping') phase.server.stopAtOnce()
      end()
    },
  }
}
