/** The messages of the wire as types alone, for those who have no zod. */

export type { ClientMessage } from './client-message.ts'
export type { ServerMessage, TickMessage } from './server-message.ts'
