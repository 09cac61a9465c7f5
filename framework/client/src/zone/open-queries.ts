import { given } from '@gridtick/protocol/codes'
import type { ServerMessage } from '@gridtick/protocol/messages'
import type { Json, JsonObject } from 'gridtick/json'
import type { ErrorAnswer } from '../client.ts'
import { checkMessage } from '../connection/check-message.ts'
import type { PacedSender } from '../connection/paced-sender.ts'
import { closedError, GridtickError } from '../gridtick-error.ts'
import { Request } from './request.ts'

export type QueryAnswer = { readonly tick: number; readonly result: Json }

type Query = {
  readonly request: Request
  readonly resolve: (answer: QueryAnswer) => void
  readonly reject: (error: GridtickError) => void
}

/** Queries of one zone without an answer; a further one is refused `queue_full`. */
const openMax = 64

/** Questions to one zone. They only read, so what a connection lost is simply asked again over the next one. */
export class OpenQueries {
  readonly #zoneId: string
  readonly #newRef: () => string
  readonly #open = new Map<string, Query>()
  #sender: PacedSender | undefined
  #limits: Readonly<Record<string, number>> = {}

  /** `newRef` gives refs that no other message of this client has. */
  constructor(zoneId: string, newRef: () => string) {
    this.#zoneId = zoneId
    this.#newRef = newRef
  }

  ask(name: string, input: JsonObject | undefined): Promise<QueryAnswer> {
    const ref = this.#newRef()
    const message = { type: 'query', zoneId: this.#zoneId, name, ref, ...given({ input }) } as const
    if (this.#open.size >= openMax) {
      const full = `${openMax} queries wait for their answers already.`
      return Promise.reject(new GridtickError({ code: 'queue_full', message: full, retryable: true }))
    }
    const checked = checkMessage(message, this.#limits)
    if (!checked.ok)
      return Promise.reject(new GridtickError({ code: checked.code, message: checked.message, retryable: false }))
    return new Promise((resolve, reject) => {
      const request = new Request(checked.message)
      this.#open.set(ref, { request, resolve, reject })
      if (this.#sender !== undefined) request.send(this.#sender)
    })
  }

  begin(sender: PacedSender, limits: Readonly<Record<string, number>>): void {
    this.#limits = limits
    if (this.#sender === sender) return
    this.#sender = sender
    for (const { request } of this.#open.values()) {
      // The socket took it not: the connection is lost.
      if (this.#sender !== sender) return
      request.send(sender)
    }
  }

  /** What went out and has no answer is asked again; a second answer is passed over. */
  askAgain(): void {
    for (const { request } of this.#open.values())
      if (request.isOut && this.#sender !== undefined) request.send(this.#sender)
  }

  /** The connection is lost. */
  pause(): void {
    this.#sender = undefined
    for (const { request } of this.#open.values()) request.hold()
  }

  answered({ ref, tick, result }: Extract<ServerMessage, { type: 'query_result' }>): void {
    this.#take(ref)?.resolve({ tick, result })
  }

  /** False: it is not about one of these. */
  refused(ref: string, answer: ErrorAnswer): boolean {
    if (!this.#open.has(ref)) return false
    // The server stops: the next connection asks again.
    if (answer.code !== 'shutting_down') this.#take(ref)?.reject(new GridtickError(answer))
    return true
  }

  abort(message: string): void {
    for (const { reject } of this.#open.values()) reject(closedError(message))
    this.#open.clear()
  }

  #take(ref: string): Query | undefined {
    const query = this.#open.get(ref)
    this.#open.delete(ref)
    return query
  }
}
