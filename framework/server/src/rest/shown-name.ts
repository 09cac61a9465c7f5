import { z } from '@hono/zod-openapi'

/**
 * A name that others are shown, in pages and in terminals: something to see, and nothing that moves a cursor or turns
 * round the text behind it.
 */
export function shownNameSchema(lengthMax: number) {
  return z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[^\p{Cc}\p{Bidi_Control}]*$/u, 'must have no control characters')
    .regex(/[^\s\p{C}\p{M}\p{Default_Ignorable_Code_Point}]/u, 'must not be blank')
}
