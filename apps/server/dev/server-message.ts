import { z } from 'zod'

const messageSchema = z.discriminatedUnion('kind', [
  /** Comes once a second. A server that is busy with one thing for ever sends none. */
  z.strictObject({ kind: z.literal('alive') }),
  /** It has introduced itself, and listens there; where PORT is 0, the next one is to listen there again. */
  z.strictObject({ kind: z.literal('listening'), port: z.int() }),
  /** Paths of files that modules are made of, or would be made of if they were there. */
  z.strictObject({ kind: z.literal('needs'), files: z.array(z.string()) }),
])

/** What a server tells the supervisor that started it. */
export type ServerMessage = z.infer<typeof messageSchema>

/** Undefined: it is none of ours. The loader of TypeScript may use the same channel. */
export function readServerMessage(message: unknown): ServerMessage | undefined {
  return messageSchema.safeParse(message).data
}
