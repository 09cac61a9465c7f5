import type { HeardEvent, SeenExtras } from '@gridtick/client'
import type { ServerMessage } from '@gridtick/protocol'
import { applyFrame, type ClientView, type WireEntity } from '@gridtick/protocol/apply-frame'
import { given } from '@gridtick/protocol/codes'
import type { GameModule } from 'gridtick'

/** Whether it is known which module is tested. */
type IsNamed<Module extends GameModule> = '~types' extends keyof Module ? true : false

/** An event as a player got it, with the types that the module declares. */
export type ShownEvent<Module extends GameModule = GameModule> =
  IsNamed<Module> extends true ? HeardEvent<Module> : { readonly event: string; readonly payload: unknown }

/** Something a player asked for and did not get. */
export type TestRefusal<Code extends string = string> = {
  readonly code: Code
  readonly message: string
  readonly details?: unknown
  /** Of an intent. */
  readonly intentId?: string
}

/** What a player sees: the frames the player was sent, put together. */
export type ShownView<Extras = Readonly<Record<string, unknown>>> = {
  readonly tick: number
  readonly entities: readonly WireEntity[]
  readonly extras: Extras
}

/** The extras of a view, with the types that the module declares. */
export type ShownExtras<Module extends GameModule> =
  IsNamed<Module> extends true ? SeenExtras<Module> : Readonly<Record<string, unknown>>

type IntentResult = Extract<ServerMessage, { type: 'intent_result' }>

/** A player of a test zone, as the other end of a connection: it knows only what it was sent. */
export class TestPlayer {
  readonly playerId: string
  connectionId: string
  readonly messages: ServerMessage[] = []
  readonly events: ShownEvent[] = []
  readonly refusals: TestRefusal[] = []
  readonly results: IntentResult[] = []
  isConnected = true
  #view: ClientView | undefined
  isViewUnavailable = false

  constructor(playerId: string, connectionId: string) {
    this.playerId = playerId
    this.connectionId = connectionId
  }

  get view(): ShownView {
    const entities = [...(this.#view?.entities.values() ?? [])].sort((one, other) => (one.id < other.id ? -1 : 1))
    return { tick: this.#view?.tick ?? 0, entities, extras: this.#view?.extras ?? {} }
  }

  receive(text: string): void {
    const message = JSON.parse(text) as ServerMessage
    this.messages.push(message)
    switch (message.type) {
      case 'tick':
        this.#view = applyFrame(this.#view, message)
        this.isViewUnavailable = false
        this.events.push(...message.events)
        break
      case 'view_unavailable':
        this.isViewUnavailable = true
        break
      case 'intent_result':
        this.results.push(message)
        if (message.outcome === 'refused') this.refusals.push(refusalOf(message))
        break
      case 'error':
        this.refusals.push({ code: message.code, message: message.message })
        break
      default:
    }
  }
}

function refusalOf({ code = '', message = '', details, intentId }: IntentResult): TestRefusal {
  return {
    code,
    message,
    ...given({ details, intentId }),
  }
}
