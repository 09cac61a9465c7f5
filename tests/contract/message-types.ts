import type { ClientMessage, clientMessageSchema, ServerMessage, serverMessageSchema } from '@gridtick/protocol'
import type { z } from 'zod'

/** Read by the compiler alone: the types of messages, which are written out, say what the schemas say. */

type IsSame<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false

/** Where intersections and unions were put together in another way, they are the same all the same. */
type Flat<Type> = Type extends object ? { [Key in keyof Type]: Type[Key] } : Type

export const serverMessages: IsSame<Flat<z.infer<typeof serverMessageSchema>>, Flat<ServerMessage>> = true
export const clientMessages: IsSame<Flat<z.infer<typeof clientMessageSchema>>, Flat<ClientMessage>> = true

// A field that differs in anything is found.
type Changed<Message, Type extends string, Fields> = Message extends { type: Type }
  ? Omit<Message, keyof Fields> & Fields
  : Message
export const required: IsSame<Flat<ServerMessage>, Flat<Changed<ServerMessage, 'pong', { at: number }>>> = false
export const wider: IsSame<Flat<ServerMessage>, Flat<Changed<ServerMessage, 'bye', { reason: string | null }>>> = false
export const same: IsSame<Flat<ServerMessage>, Flat<Changed<ServerMessage, 'bye', { reason: string }>>> = true
