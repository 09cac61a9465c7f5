import type { Role } from '../../framework/core/src/contract/intent.ts'
import type { GameModule } from '../../framework/core/src/contract/module.ts'
import { createGuard } from '../../framework/engine/src/guard/create-guard.ts'
import { stopAfter, type TimeLimit } from '../../framework/engine/src/guard/time-limit.ts'
import { RunningHook } from '../../framework/engine/src/kernel/running-hook.ts'
import { systemClock } from '../../framework/engine/src/ports/clock.ts'
import type { MessageKind, Watch } from '../../framework/engine/src/ports/connection-outlet.ts'
import { defaultLimits, type Limits } from '../../framework/engine/src/ports/limits.ts'
import type { ZoneOwner } from '../../framework/engine/src/ports/storage/zone-claim.ts'
import { noTelemetry } from '../../framework/engine/src/ports/telemetry.ts'
import type { IntentSettled } from '../../framework/engine/src/ports/zone-answers.ts'
import type { ZoneNotice } from '../../framework/engine/src/ports/zone-notice.ts'
import { stepZone } from '../../framework/engine/src/step/step-zone.ts'
import { checkPresence } from '../../framework/engine/src/watching/watch-zone.ts'
import { createEngine } from '../../framework/engine/src/zone/engine.ts'
import { exclusive } from '../../framework/engine/src/zone/turns.ts'
import type { Zone } from '../../framework/engine/src/zone/zone.ts'
import { createZoneHost } from '../../framework/engine/src/zone-host.ts'
import { codecOf } from '../../framework/protocol/src/codecs/codec-of.ts'
import type { Frame, FrameReader } from '../../framework/protocol/src/codecs/frame-codec.ts'
import { readingCodecs } from '../../framework/protocol/src/codecs/reading-codecs.ts'
import { given } from '../../framework/protocol/src/given.ts'
import { serverMessageSchema } from '../../framework/protocol/src/server-messages.ts'
import { createMemoryStorage } from '../../framework/storage-memory/src/memory-storage.ts'
import { nodeOf } from '../../framework/testing/src/contracts/rows.ts'
import { createFakeClock } from '../../framework/testing/src/fake-clock.ts'
import { readRecording } from '../../framework/testing/src/read-recording.ts'
import { withFaults } from '../../framework/testing/src/storage-faults.ts'
import { TestPlayer } from '../../framework/testing/src/test-player.ts'

/** A connection as the gateway would hold it: what came through it, and whether it is open. */
export type Link = {
  readonly id: string
  readonly player: TestPlayer
  /** On which it agreed; undefined: on none. */
  readonly subprotocol: string | undefined
  readonly reader: FrameReader
  /** As they came. */
  readonly frames: Frame[]
  /** Messages as JSON. */
  readonly texts: string[]
  /** Of the texts that were sent to this connection, and not to its player. */
  readonly kinds: MessageKind[]
  closedWith: number | undefined
  isCongested: boolean
}

export type World = Awaited<ReturnType<typeof createWorld>>

type WorldOptions = {
  readonly limits?: Partial<Limits>
  readonly config?: object
  readonly seed?: string
  readonly record?: boolean
  /** Who owns its zones; a node is entered in the storage. Default: nobody. */
  readonly owner?: ZoneOwner
  /** Whether code of the module is stopped after `moduleMsMax`, as on a server. Default: false. */
  readonly isGuarded?: boolean
  /** How it is stopped, where that is so. */
  readonly timeLimit?: TimeLimit
  /** What the process computed so far. Default: all the time; so what is stopped has no second try. */
  readonly computedMs?: () => number
  /** Whether every message is checked against its schema. Default: true. */
  readonly isChecking?: boolean
}

/**
 * A process with its zones, behind the port that the gateway knows: for what the test kit has no word for, as pausing,
 * slow connections, several connections of one player, and a failing start. Messages are checked against their schemas.
 */
export async function createWorld(module: GameModule, options: WorldOptions = {}) {
  const clock = createFakeClock()
  const limits = { ...defaultLimits, ...options.limits }
  const disk = createMemoryStorage()
  const storage = withFaults(disk)
  if (typeof options.owner === 'string')
    await disk.nodes.registerNode(nodeOf({ id: options.owner, incarnation: options.owner }), 60_000)
  const links = new Map<string, Link>()
  const errors: string[] = []
  const failedSteps: string[] = []
  const notices: ZoneNotice[] = []
  const began: Watch[] = []
  const ended: Watch[] = []
  const settled = new Map<string, IntentSettled>()
  let count = 0
  let ids = 0

  let watches = 0
  const nextWatch = () => {
    watches += 1
    return watches
  }

  const newId = () => {
    ids += 1
    return `id-${ids}`
  }

  const start = () => {
    const running = new RunningHook()
    const { isGuarded = false, timeLimit = stopAfter, computedMs = systemClock.monotonic } = options
    const engine = createEngine({
      running,
      ...(isGuarded ? { guard: createGuard({ running, limits, clock: systemClock, computedMs, timeLimit }) } : {}),
      storage,
      owner: options.owner ?? null,
      clock,
      limits,
      logger: { debug() {}, info() {}, warn() {}, error: (_fields, message) => void errors.push(message) },
      telemetry: { ...noTelemetry, stepFailed: (_module, kind) => void failedSteps.push(kind) },
      outlet: {
        send(connectionId, frame, kind) {
          const link = links.get(connectionId)
          link?.kinds.push(kind)
          receive(link, frame)
        },
        sendToPlayer(playerId, text) {
          for (const link of links.values()) if (link.player.playerId === playerId) receive(link, text)
        },
        hold: () => () => {},
        close(connectionId, code) {
          const link = links.get(connectionId)
          if (link !== undefined) link.closedWith = code
          drop(connectionId)
        },
        began(watch) {
          began.push(watch)
        },
        ended(watch) {
          ended.push(watch)
        },
        settled(operation, result) {
          settled.set(operation, result)
        },
        noticed(notice) {
          notices.push(notice)
        },
      },
      onCorrupt: () => {},
    })
    const beat = () => ({ lagMs: 0, sinceBeatMs: 0, activeZones: 0 })
    return { engine, host: createZoneHost({ engine, modules: [module], beat, newId }) }
  }

  function receive(link: Link | undefined, frame: Frame): void {
    if (link === undefined) return
    link.frames.push(frame)
    for (const message of link.reader.read(frame)) {
      const text = link.subprotocol === undefined ? String(frame) : JSON.stringify(message)
      if (options.isChecking !== false) serverMessageSchema.parse(JSON.parse(text))
      link.texts.push(text)
      link.player.receive(text)
    }
  }

  function drop(connectionId: string): void {
    links.delete(connectionId)
    host.connectionClosed({ connectionId, zoneIds: zoneIds() })
  }

  let { engine, host } = start()

  /** All that anybody may watch. */
  const zoneIds = () => host.registry.loaded().map(({ id }) => id)

  const createZone = async (): Promise<string> => {
    const { seed = '1', config = {}, record = false } = options
    const made = await host.createZone({ module: module.name, seed, config, record })
    if (!made.ok) throw new Error(JSON.stringify(made.refused))
    return made.value.id
  }
  const zoneId = await createZone()
  const actor = (playerId: string, role: Role = 'player') => ({ playerId, displayName: playerId, role })

  return {
    zoneId,
    module,
    clock,
    limits,
    storage,
    errors,
    /** Why steps failed, as the metrics count them. */
    failedSteps,
    /** Subscribes that were answered, as the gateway hears of them. */
    began,
    notices,
    /** Subscribes that are over, as the gateway hears of them. */
    ended,
    /** What became of operations. */
    settled,
    get engine() {
      return engine
    },
    get host() {
      return host
    },
    get zone(): Zone | undefined {
      return host.registry.get(zoneId)
    },
    /** A connection of this player, which watches nothing yet. */
    open(playerId: string, subprotocol?: string): Link {
      count += 1
      const id = `connection-${count}`
      const link: Link = {
        id,
        player: new TestPlayer(playerId, id),
        subprotocol,
        reader: codecOf(readingCodecs, subprotocol).createReader(),
        frames: [],
        texts: [],
        kinds: [],
        closedWith: undefined,
        isCongested: false,
      }
      links.set(id, link)
      return link
    },
    watch: (link: Link, mode: 'full' | 'delta' = 'delta', role: Role = 'player', isResumed = false) =>
      host.subscribe({
        isResumed,
        connectionId: link.id,
        zoneId,
        watch: nextWatch(),
        player: actor(link.player.playerId, role),
        mode,
        isCongested: link.isCongested,
        ref: 'w',
        ...given({ subprotocol: link.subprotocol }),
      }),
    setCongested(link: Link, isCongested: boolean) {
      link.isCongested = isCongested
      host.setCongested({ connectionId: link.id, zoneIds: zoneIds(), isCongested })
    },
    drop: (link: Link) => drop(link.id),
    leave: (link: Link) => host.leave({ connectionId: link.id, zoneId, player: actor(link.player.playerId) }),
    intent: (
      link: Link,
      type: string,
      payload: object = {},
      more: { seq?: number; isDebug?: boolean; operation?: string } = {},
    ) =>
      host.submitIntent({
        zoneId,
        player: actor(link.player.playerId),
        type,
        payload,
        connectionId: link.id,
        ...more,
      }),
    /** Moves time on by one period, and steps the zone if it is loaded; `times` times. */
    async beat(times = 1) {
      for (let done = 0; done < times; done++) {
        clock.advance(module.schedule.kind === 'interval' ? module.schedule.everyMs : 100)
        await engine.storageHealth.probe()
        const zone = host.registry.get(zoneId)
        if (zone === undefined) continue
        checkPresence(zone, clock.monotonic())
        await exclusive(zone, () => stepZone(engine, zone))
      }
    },
    /** The process ends, and another one starts: all connections are gone, unless they are held elsewhere, and memory with them. */
    restart({ keepsLinks = false } = {}) {
      if (!keepsLinks) links.clear()
      ;({ engine, host } = start())
    },
    /** Looks at the disk itself, past all faults. */
    disk,
    stored: () => disk.zones.loadZone(zoneId),
    recording: () => readRecording(disk, zoneId),
  }
}

/** The types of the messages a link got, in order; frames with their tick. */
export function storyOf({ player }: Link): string[] {
  return player.messages.map((message) => {
    switch (message.type) {
      case 'tick':
        return `tick ${message.tick}`
      case 'zone_status':
        return `zone_status ${message.status}`
      case 'error':
        return `error ${message.code}`
      case 'intent_result':
        return `intent_result ${message.code ?? message.outcome}`
      default:
        return message.type
    }
  })
}
