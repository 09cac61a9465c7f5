import { defineCommand } from 'citty'
import type { Client, JoinedZone } from 'gridtick/client'
import { readNumber } from '../arguments/read-number.ts'
import { zoneArg } from '../arguments/zone-arg.ts'
import { CommandError } from '../command-error.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { isTerminal } from '../output/output.ts'
import { type ZoneAnswer, zonePath } from '../output/print-zone.ts'
import { connectionArgs, jsonArg, readConnection } from '../server/connection.ts'
import { createServerApi } from '../server/server-api.ts'
import { createJsonPresenter, createLinePresenter, type Presenter } from '../tail/presenter.ts'

/** A guest leaves the zone behind itself tidy, but not for longer than this. */
const leaveMs = 2_000

export const tail = defineCommand({
  meta: {
    description: [
      'Watches a zone as a player: joins it, draws what this player sees around the own entity, and tells of events.',
      'A guest leaves the zone at the end; q ends it. With --json there is a line for each frame and each event.',
    ].join('\n'),
    examples: ['tail ZONE', 'tail ZONE --as Ann', 'tail ZONE --json --frames 10'],
  },
  args: {
    zone: zoneArg,
    as: { type: 'string', valueHint: 'NAME', description: 'the name of the guest', default: 'Watcher' },
    frames: { type: 'string', valueHint: 'N', description: 'end after so many' },
    json: jsonArg,
    url: connectionArgs.url,
    token: { ...connectionArgs.token, description: 'of the player to be, instead of a guest' },
  },
  async run({ args }) {
    const framesMax = readNumber('frames', args.frames, { min: 1, max: 1_000_000_000 }) ?? Number.POSITIVE_INFINITY
    const { url } = await readConnection(args)
    const token = args.token ?? (await becomeGuest(url, args.as))
    const api = createServerApi(url, { kind: 'token', token })
    const { name } = await api.get<ZoneAnswer>(zonePath(args.zone))

    const { openClient } = await import('../tail/open-client.ts')
    const client = openClient(url, token)
    let end: End = () => {}
    const ended = new Promise<ExitCode>((resolve) => {
      end = resolve
    })
    const presenter = await choosePresenter({ json: args.json === true, name, end })
    try {
      // Who has seen enough before it began does not wait for it.
      const zone = await Promise.race([join(client, args.zone), ended.then(() => undefined)])
      if (zone !== undefined) present({ client, zone, presenter, framesMax, end })
      process.exitCode = await ended
      if (zone !== undefined && args.token === undefined) await leave(client, zone)
    } finally {
      presenter.close()
      await client.close()
    }
  },
})

/** A guest would stay behind as somebody whom nobody plays. */
async function leave(client: Client, zone: JoinedZone): Promise<void> {
  if (client.status.phase !== 'connected' || zone.status !== 'open') return
  await Promise.race([zone.leave(), new Promise((resolve) => setTimeout(resolve, leaveMs).unref())])
}

async function becomeGuest(url: string, displayName: string): Promise<string> {
  const api = createServerApi(url, { kind: 'none' })
  return (await api.post<{ token: string }>('/v1/auth/guest', { displayName })).token
}

type End = (code: ExitCode) => void

async function choosePresenter({ json, name, end }: { json: boolean; name: string; end: End }): Promise<Presenter> {
  if (json || !isTerminal()) {
    process.once('SIGINT', () => end(exitCodes.interrupted))
    return json ? createJsonPresenter() : createLinePresenter()
  }
  const { createTerminalPresenter } = await import('../tail/terminal-presenter.ts')
  return createTerminalPresenter(name, (reason) => end(reason === 'asked' ? exitCodes.done : exitCodes.interrupted))
}

/** Also ends when the connection does, for which `join` alone might wait. */
function join(client: Client, zoneId: string): Promise<JoinedZone> {
  const refused = new Promise<never>((_, reject) => {
    client.on('closed', ({ reason, message }) => {
      reject(new CommandError(reason === 'unauthenticated' ? exitCodes.notAllowed : exitCodes.failed, message))
    })
  })
  refused.catch(() => {})
  const joined = client.join(zoneId).catch((error: Error & { code?: string }) => {
    const code = error.code === 'not_found' ? exitCodes.notFound : exitCodes.failed
    const todo = error.code === 'zone_paused' ? 'Let it go on with: zones resume ZONE' : undefined
    throw new CommandError(code, error.message, { code: error.code, todo, cause: error })
  })
  return Promise.race([joined, refused])
}

type Presentation = {
  readonly client: Client
  readonly zone: JoinedZone
  readonly presenter: Presenter
  readonly framesMax: number
  readonly end: End
}

function present({ client, zone, presenter, framesMax, end }: Presentation): void {
  let frames = 0
  const frame = () => {
    // Until the end is reached, more may come.
    if (frames >= framesMax) return
    presenter.frame(zone.view)
    if (++frames >= framesMax) end(exitCodes.done)
  }
  presenter.joined(zone)
  frame()
  zone.on('event', presenter.event)
  zone.on('tick', frame)
  zone.on('status', ({ status }) => presenter.zoneStatus(status))
  client.on('status', presenter.connection)
  zone.on('ended', ({ reason, message }) => {
    presenter.ended(reason, message)
    end(reason === 'refused' || reason === 'closed' ? exitCodes.failed : exitCodes.done)
  })
}
