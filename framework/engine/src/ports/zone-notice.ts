import type { Json, ZoneId } from 'gridtick'

/**
 * What happened to a zone as a whole, told after it was stored. It is for the program around the server, which may know
 * everything, and for no player. It comes at most once: of what a process did not come to tell, nobody hears later.
 */
export type ZoneNotice = { readonly zoneId: ZoneId; readonly module: string } & (
  | { readonly what: 'created'; readonly name: string }
  /** `error`: why, where the module has failed too often; null: an operator paused it. */
  | { readonly what: 'paused'; readonly error: string | null }
  | { readonly what: 'resumed' }
  /** The module ended the game with this result. */
  | { readonly what: 'finished'; readonly tick: number; readonly result: Json }
  | { readonly what: 'deleted' }
  /** A tick failed, and not because of what one player asked for. Nothing of it is stored but that it failed. */
  | { readonly what: 'failed'; readonly tick: number; readonly error: string }
)
