import type { PlayerId, ZoneId } from 'gridtick'
import type { IntentSettled } from './zone-answers.ts'

/**
 * The way out, implemented by the gateway. A connection that is gone is no error. A text is a string, or its bytes in
 * UTF-8.
 */
export type ConnectionOutlet<Text extends string | Uint8Array = string | Uint8Array> = {
  send(connectionId: string, text: Text, kind: TextKind): void
  /** To the live connection of a player, if there is one. */
  sendToPlayer(playerId: PlayerId, text: Text): void
  close(connectionId: string, code: number, reason: string): void
  /** A subscribe watches nothing any more, or never did. Each subscribe ends once; telling it again changes nothing. */
  ended(watch: Watch): void
  /** What became of an intent whose sender named an operation. */
  settled(operation: string, settled: IntentSettled): void
}

/**
 * What a text is, for a gateway that reads none of them: of a tick, an answer, or the final answer to an intent or a
 * leave, of which each has one.
 */
export type TextKind = 'frame' | 'answer' | 'final'

/** One subscribe of a connection. The gateway numbers them, as a connection may subscribe to a zone again. */
export type Watch = { readonly connectionId: string; readonly zoneId: ZoneId; readonly watch: number }
