import type { Frame } from '@gridtick/protocol/codecs'
import type { PlayerId, ZoneId } from 'gridtick'
import type { IntentSettled } from './zone-answers.ts'
import type { ZoneNotice } from './zone-notice.ts'

/**
 * The way out, implemented by the gateway. A connection that is gone is no error. What it is given is finished: it reads
 * none of it.
 */
export type ConnectionOutlet<Given extends OutgoingFrame = OutgoingFrame> = {
  /** `finals`: of kind `final`, how many final answers are in it; 1 if left out. */
  send(connectionId: string, frame: Given, kind: MessageKind, finals?: number): void
  /** To the live connection of a player, if there is one: a message as JSON text, which every codec reads. */
  sendToPlayer(playerId: PlayerId, text: Exclude<Given, Uint8Array>): void
  /**
   * What is sent from now on may wait until the answer is called, so that all of it to one connection is written at once.
   * Calling that again changes nothing.
   */
  hold(): () => void
  close(connectionId: string, code: number, reason: string): void
  /** A subscribe was answered with `subscribed`. */
  began(watch: Watch): void
  /** A subscribe watches nothing any more, or never did. Each subscribe ends once; telling it again changes nothing. */
  ended(watch: Watch): void
  /** What became of an intent whose sender named an operation. */
  settled(operation: string, settled: IntentSettled): void
  /** What happened to a zone as a whole. */
  noticed(notice: ZoneNotice): void
}

/** As the zones see it: they give frames as codecs write them. */
export type ZoneOutlet = ConnectionOutlet<Frame>

/** What goes out: as its codec wrote it; or a text as a link brought it, in UTF-8. */
export type OutgoingFrame = Frame | { readonly utf8: Uint8Array }

/**
 * What a message is, for a gateway that reads none of them: of a tick, an answer, or final answers to intents and leaves,
 * of which each has one.
 */
export type MessageKind = 'frame' | 'answer' | 'final'

/** One subscribe of a connection. The gateway numbers them, as a connection may subscribe to a zone again. */
export type Watch = { readonly connectionId: string; readonly zoneId: ZoneId; readonly watch: number }
