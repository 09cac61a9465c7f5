import type { ClientStatus, JoinedZone } from '@gridtick/client'
import { mayColour, printLines } from '../output/output.ts'
import { drawTerminal, drawWaiting, type Watched } from './draw-terminal.ts'
import { createKindMarks } from './kind-marks.ts'
import { connectionLine, eventLine, type Presenter } from './presenter.ts'

/** Not drawn more often, however fast the zone ticks. */
const drawMs = 50
/** Kept to be drawn; the oldest is forgotten. */
const eventsMax = 50

const enterDrawing = '\x1b[?1049h\x1b[?25l\x1b[?7l'
const leaveDrawing = '\x1b[?7h\x1b[?25h\x1b[?1049l'

/** Draws a zone in place on a terminal, and gives it back as it was. `onQuit` is called for q, Ctrl-C and Ctrl-D. */
export function createTerminalPresenter(title: string, onQuit: (reason: 'asked' | 'interrupted') => void): Presenter {
  const { stdin, stdout } = process
  const marks = createKindMarks()
  const isColoured = mayColour()
  let watched: Omit<Watched, 'trouble'> | undefined
  let connectionTrouble: string | undefined
  let waitingFor: string | undefined = 'joining …'
  let timer: NodeJS.Timeout | undefined
  let isOpen = true

  stdout.write(enterDrawing)
  stdin.setRawMode(true)
  stdin.resume()
  stdin.on('data', onKeys)
  stdout.on('resize', draw)
  process.on('exit', close)
  process.once('SIGTERM', () => onQuit('interrupted'))

  function onKeys(keys: Buffer): void {
    const text = keys.toString()
    if (text.includes('\x03')) onQuit('interrupted')
    else if (/q/i.test(text) || text.includes('\x04')) onQuit('asked')
  }

  function change(changed: Partial<Watched>): void {
    if (watched !== undefined) watched = { ...watched, ...changed }
    timer ??= setTimeout(draw, drawMs)
  }

  function lines(): readonly string[] {
    const size = { columns: stdout.columns, rows: stdout.rows, isColoured }
    const trouble = connectionTrouble ?? waitingFor
    return watched === undefined
      ? drawWaiting([title, trouble ?? ''], size)
      : drawTerminal({ ...watched, trouble }, size, marks.of)
  }

  function draw(): void {
    clearTimeout(timer)
    timer = undefined
    if (!isOpen) return
    stdout.write(
      `\x1b[H${lines()
        .map((line) => `${line}\x1b[K`)
        .join('\n')}\x1b[J`,
    )
  }

  function close(): void {
    if (!isOpen) return
    isOpen = false
    clearTimeout(timer)
    stdin.off('data', onKeys)
    stdout.off('resize', draw)
    stdin.setRawMode(false)
    stdin.pause()
    stdout.write(leaveDrawing)
    // What was drawn last stays to be read: the other screen is gone with all that stood on it.
    if (watched !== undefined) stdout.write(`${lines().join('\n')}\n`)
  }

  draw()
  return {
    joined(zone: JoinedZone) {
      const { module, playerId, view, status, everyMs } = zone
      watched = {
        title: `${title} · ${module} · ${everyMs === 0 ? 'on demand' : `every ${everyMs} ms`}`,
        playerId,
        view,
        status,
        events: [],
      }
      waitingFor = undefined
      draw()
    },
    frame(view) {
      waitingFor = undefined
      change({ view })
    },
    event: (event) =>
      change({ events: [...(watched?.events ?? []), `${event.tick} ${eventLine(event)}`].slice(-eventsMax) }),
    zoneStatus: (status) => change({ status }),
    connection(status: ClientStatus) {
      connectionTrouble = status.phase === 'connected' ? undefined : connectionLine(status)
      change({})
    },
    waiting(text) {
      waitingFor = `${text} …`
      change({})
    },
    ended(_, message) {
      close()
      printLines(message)
    },
    close,
  }
}
