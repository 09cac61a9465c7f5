import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { Link } from '../../framework/client/src/connection/link.ts'
import type { PacedSender } from '../../framework/client/src/connection/paced-sender.ts'
import { platformRuntime } from '../../framework/client/src/runtime.ts'
import { linkZones } from '../../framework/engine/src/link/linked-zones.ts'
import { systemClock } from '../../framework/engine/src/ports/clock.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { noTelemetry } from '../../framework/engine/src/ports/telemetry.ts'
import type { ZoneLink } from '../../framework/engine/src/ports/zone-link.ts'
import { stepZone } from '../../framework/engine/src/step/step-zone.ts'
import { createEngine } from '../../framework/engine/src/zone/engine.ts'
import { exclusive } from '../../framework/engine/src/zone/turns.ts'
import { createZoneHost } from '../../framework/engine/src/zone-host.ts'
import { applyFrame, type ClientView } from '../../framework/protocol/src/apply-frame.ts'
import type { ReadingCodec } from '../../framework/protocol/src/codecs/frame-codec.ts'
import type { FrameCodecs } from '../../framework/protocol/src/codecs/frame-codecs.ts'
import type { ServerMessage } from '../../framework/protocol/src/server-message.ts'
import { createGateway, type Gateway } from '../../framework/server/src/gateway/gateway.ts'
import { attachGateway } from '../../framework/server/src/gateway/upgrade.ts'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { createFakeClock } from '../../framework/testing/src/fake-clock.ts'
import { verifyFakeToken } from '../gateway/gateway-fakes.ts'
import { probeModule } from '../zone/probe-module.ts'

/** Its one thing goes a step to the right with each tick. */
const walker = probeModule({
  onTick: ({ entities }) => ({ update: [{ id: 'a', set: { x: ((entities.get('a')?.x ?? 0) + 1) % 10 } }] }),
})

export type CodecServer = Awaited<ReturnType<typeof startCodecServer>>

/** A zone behind a real socket. `isLinked`: the zones stand behind a link, and all goes through its messages. */
export async function startCodecServer(codecs: FrameCodecs, { isLinked }: { readonly isLinked: boolean }) {
  const clock = createFakeClock()
  const limits = defaultLimits
  const shared = { limits, clock: systemClock, logger: silentLogger, telemetry: noTelemetry }
  const gateway: Gateway = createGateway({
    ...shared,
    host: () => zones,
    verifyToken: verifyFakeToken,
    serverVersion: 'test',
  })
  const outlet = { ...gateway.outlet, settled() {}, noticed() {} }
  const link = isLinked ? linkZones({ ...shared, outlet, host: () => host }) : undefined
  const engine = createEngine({
    ...shared,
    codecs,
    clock,
    storage: createMemoryStorage(),
    outlet: link?.hostHalf.outlet ?? outlet,
    onCorrupt() {},
  })
  const beat = () => ({ lagMs: 0, sinceBeatMs: 0, activeZones: 0 })
  const host = createZoneHost({ engine, modules: [walker], beat })
  const zones: ZoneLink = link?.zones ?? host
  const made = await host.createZone({ module: 'probe', seed: '1' })
  if (!made.ok) throw new Error(made.refused.message)
  const zoneId = made.value.id

  const server = createServer()
  attachGateway({
    ...{ server, route: '/v1/ws', basePath: '', gateway, limits, clock: systemClock, logger: silentLogger, codecs },
    hosts: { allowedHosts: ['127.0.0.1'] },
    clientAddress: () => '127.0.0.1',
    unknownProxies: { notice() {} },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/ws`

  return {
    url,
    zoneId,
    zones,
    /** What players have asked for that has no final answer yet. */
    unanswered: () => gateway.stats().unanswered,
    async step() {
      clock.advance(100)
      const zone = host.registry.get(zoneId)
      if (zone !== undefined) await exclusive(zone, () => stepZone(engine, zone))
    },
    async stop() {
      await gateway.drain({ reason: 'test', reconnectAfterMs: 0 })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A player with the client's own link. */
export async function connectPlayer(server: CodecServer, playerName: string, codecs: readonly ReadingCodec[]) {
  const heard: ServerMessage[] = []
  const raw: ('text' | 'binary')[] = []
  const losses: string[] = []
  let view: ClientView | undefined
  class Socket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols)
      this.on('message', (_data, isBinary) => raw.push(isBinary ? 'binary' : 'text'))
    }
  }
  const { link, sender, connectionId } = await new Promise<{ link: Link; sender: PacedSender; connectionId: string }>(
    (resolve, reject) => {
      const link: Link = new Link({
        ...{ url: server.url, token: playerName, name: undefined, WebSocket: Socket, codecs, runtime: platformRuntime },
        listener: {
          welcomed: (welcome, sender) => resolve({ link, sender, connectionId: welcome.connectionId }),
          read() {},
          heard(message) {
            heard.push(message)
            if (message.type === 'tick') view = applyFrame(view, message)
          },
          lost(loss) {
            losses.push(loss.reason)
            reject(new Error(loss.reason))
          },
        },
      })
    },
  )
  return { link, sender, connectionId, heard, raw, losses, view: () => view }
}
