import type { Client, JoinedZone } from '@gridtick/client'
import { defineCommand } from 'citty'
import { commandLine } from '../../installation/command-line.ts'
import { readNumber } from '../arguments/read-number.ts'
import { zoneArg } from '../arguments/zone-arg.ts'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { isTerminal } from '../output/output.ts'
import { type ZoneAnswer, zonePath } from '../output/print-zone.ts'
import { watchReader } from '../output/watch-reader.ts'
import { connectionArgs, jsonArg, readConnection } from '../server/connection.ts'
import { findZone } from '../server/find-zone.ts'
import { createServerApi } from '../server/server-api.ts'
import { createEnding, type Ending } from '../tail/create-ending.ts'
import { present } from '../tail/present.ts'
import { presentConnection } from '../tail/present-connection.ts'
import { createJsonPresenter, createLinePresenter, type Presenter } from '../tail/presenter.ts'
import { createRawPresenter } from '../tail/raw-presenter.ts'

/** A guest leaves the zone behind itself tidy, but not for longer than this. */
const leaveMs = 2_000
/** Who is not let in by then is told what is waited for. */
const joinNoticeMs = 2_000

export const tail = defineCommand({
  meta: {
    description: [
      'Watches a zone as a player: joins it, draws what this player sees around its own entity, and shows events.',
      'A guest leaves the zone at the end; q ends it. With --json there is a line for each frame and each event.',
      'With --raw there is each frame of the socket as it came, and what the bytes of compact ones say.',
      'With --token it takes over from that player: a player has one connection, and the one in use is closed (4409).',
    ].join('\n'),
    examples: ['tail ZONE', 'tail ZONE --as Ann', 'tail ZONE --json --frames 10', 'tail ZONE --raw'],
  },
  args: {
    zone: zoneArg,
    as: { type: 'string', valueHint: 'NAME', description: 'the name of the guest who watches', default: 'Watcher' },
    frames: { type: 'string', valueHint: 'N', description: 'end after this many frames' },
    json: jsonArg,
    raw: { type: 'boolean', description: 'show the frames of the socket, byte for byte and decoded' },
    url: connectionArgs.url,
    token: {
      ...connectionArgs.token,
      description: 'watch as this player, not as a guest; its connection elsewhere ends',
    },
  },
  async run({ args }) {
    const framesMax = readNumber('frames', args.frames, { min: 1, max: 1_000_000_000 }) ?? Number.POSITIVE_INFINITY
    const { url } = await readConnection(args)
    const token = args.token ?? (await becomeGuest(url, args.as))
    const api = createServerApi(url, { kind: 'token', token })
    const { id, name } = await api.get<ZoneAnswer>(zonePath(await findZone(api, args.zone)))

    const { openClient } = await import('../tail/open-client.ts')
    const client = openClient(url, token)
    const ending = createEnding()
    const presenter = await choosePresenter({ client, json: args.json === true, raw: args.raw === true, name, ending })
    presentConnection(client, presenter)
    const reader = watchReader()
    reader.gone.addEventListener('abort', () => ending.begin(exitCodes.done))
    const joinNotice = setTimeout(() => presenter.waiting('waiting to be let in'), joinNoticeMs)
    try {
      // Who has seen enough before it began does not wait for it.
      const zone = await Promise.race([join(client, id), ending.exitCode.then(() => undefined)])
      clearTimeout(joinNotice)
      if (zone !== undefined) present({ zone, presenter, framesMax, ending })
      process.exitCode = await ending.exitCode
      if (zone !== undefined && args.token === undefined) await leave(client, zone)
    } finally {
      clearTimeout(joinNotice)
      reader.stop()
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

async function choosePresenter(options: {
  readonly client: Client
  readonly json: boolean
  readonly raw: boolean
  readonly name: string
  readonly ending: Ending
}): Promise<Presenter> {
  const { client, json, raw, name, ending } = options
  if (json || raw || !isTerminal()) {
    process.once('SIGINT', () => ending.begin(exitCodes.interrupted))
    if (raw) return createRawPresenter(client, { isJson: json })
    return json ? createJsonPresenter() : createLinePresenter()
  }
  const { createTerminalPresenter } = await import('../tail/terminal-presenter.ts')
  return createTerminalPresenter(name, (reason) =>
    ending.begin(reason === 'asked' ? exitCodes.done : exitCodes.interrupted),
  )
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
    const todo =
      error.code === 'zone_paused' ? `Let it go on with: ${commandLine(`zones resume ${zoneId}`)}` : undefined
    throw new CommandError(code, error.message, { code: error.code, todo, cause: error })
  })
  return Promise.race([joined, refused])
}
