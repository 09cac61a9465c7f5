import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { schemaText, type ToldSchema } from '../../framework/server/src/rest/docs/schema-text.ts'

function told(schema: z.ZodType): string {
  return schemaText(z.toJSONSchema(schema, { io: 'input' }) as ToldSchema)
}

describe('[SHAPE-5] a schema as people read it', () => {
  test.each([
    ['an object', z.strictObject({ by: z.string(), left: z.int().optional() }), '{ by: string, left?: integer }'],
    ['nothing in it', z.strictObject({}), '{}'],
    ['any keys', z.record(z.string(), z.int()), '{ [key: string]: integer }'],
    ['a key with a dot', z.strictObject({ 'a.b': z.int() }), '{ "a.b": integer }'],
    [
      'bounds',
      z.strictObject({ text: z.string().max(5), dx: z.int().min(0).max(7) }),
      '{ text: string (0 to 5 characters), dx: integer (0 to 7) }',
    ],
    ['a default', z.strictObject({ size: z.int().min(1).default(8) }), '{ size?: integer (from 1) (default 8) }'],
    ['a choice', z.enum(['buy', 'sell']).nullable(), '"buy" | "sell" | null'],
    ['a list of choices', z.array(z.union([z.int(), z.null()])), '(integer | null)[]'],
    ['a list of objects with choices', z.array(z.strictObject({ a: z.int().nullable() })), '{ a: integer | null }[]'],
    ['a tuple', z.tuple([z.int(), z.string()]), '[integer, string]'],
    ['anything', z.unknown(), 'any'],
    ['nothing', z.never(), 'nothing'],
  ])('%s', (_what, schema, text) => {
    expect(told(schema)).toBe(text)
  })

  test('a long one has a line for each field, with what is said of it', () => {
    const port = z.strictObject({ code: z.string(), at: z.string().describe('when it was\nseen') }).nullable()
    expect(told(z.strictObject({ sector: z.int(), port: port.describe('null: there is none') }))).toBe(
      `{
  sector: integer
  // null: there is none
  port: {
    code: string
    at: string  // when it was seen
  } | null
}`,
    )
  })

  test('of several forms each has its title; long choices go on in the next line', () => {
    const name = z.enum(['kestrel_courier', 'sparrow_scout', 'wayfarer_freighter', 'atlas_hauler', 'escape_pod'])
    const forms = [z.strictObject({ to: z.int() }).meta({ title: 'For the mover' }), z.strictObject({ ship: name })]
    expect(told(z.union(forms))).toBe(
      `
// For the mover
| { to: integer }
| {
  ship: "kestrel_courier" | "sparrow_scout" | "wayfarer_freighter" | "atlas_hauler"
    | "escape_pod"
}`,
    )
  })

  test('what names itself is told once', () => {
    const tree = z.strictObject({
      get next() {
        return z.array(tree)
      },
    })
    expect(told(tree)).toBe('{ next: the whole[] }')
    expect(told(z.strictObject({ first: tree }))).toBe('{ first: Part0 }\n\ntype Part0 = { next: Part0[] }')
  })
})
