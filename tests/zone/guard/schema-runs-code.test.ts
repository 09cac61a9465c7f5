import { expect, test } from 'vitest'
import { z } from 'zod'
import { schemaRunsCode } from '../../../framework/engine/src/guard/schema-runs-code.ts'

const within = (schema: z.ZodType) => z.strictObject({ list: z.array(z.strictObject({ field: schema })) })

const plain: readonly (readonly [string, z.ZodType])[] = [
  ['a text with lengths', z.string().min(1).max(200)],
  ['a text with a beginning', z.string().startsWith('a').endsWith('b').includes('c')],
  ['whole numbers with bounds', z.int().min(0).max(9).multipleOf(3)],
  ['numbers', z.number().positive()],
  ['words', z.enum(['north', 'south'])],
  ['literals', z.literal([1, 'a', null])],
  ['booleans, null, anything', z.union([z.boolean(), z.null(), z.unknown(), z.any(), z.never()])],
  ['optional and nullable', z.int().optional().nullable().readonly()],
  ['lists with lengths', z.array(z.int()).min(1).max(3)],
  ['pairs', z.tuple([z.int()], z.string())],
  ['records', z.record(z.string(), z.int())],
  ['both of two objects', z.intersection(z.object({ a: z.int() }), z.object({ b: z.int() }))],
  [
    'one of several objects',
    z.discriminatedUnion('do', [z.strictObject({ do: z.literal('move') }), z.looseObject({ do: z.literal('hold') })]),
  ],
]
test.each(plain)('[FAIL-13] %s need no guard', (_name, schema) => {
  expect(schemaRunsCode(within(schema) as never)).toBe(false)
  // Asked again, it is known.
  expect(schemaRunsCode(within(schema) as never)).toBe(false)
})

const code: readonly (readonly [string, z.ZodType])[] = [
  ['a refinement', z.int().refine(() => true)],
  ['a check', z.int().check(() => {})],
  ['a superRefine', z.string().superRefine(() => {})],
  ['a regular expression', z.string().regex(/^(a+)+$/)],
  ['an email, whose pattern may come from the author', z.email({ pattern: /^(a+)+$/ })],
  ['a transform', z.string().transform((text) => text.length)],
  ['a pipe', z.string().pipe(z.transform((text: string) => text.length))],
  ['a preprocess', z.preprocess((value) => value, z.int())],
  ['a codec', z.codec(z.string(), z.int(), { decode: Number, encode: String })],
  ['coercion', z.coerce.number()],
  ['a trimmed text', z.string().trim()],
  ['a default', z.int().default(() => 1)],
  ['a prefault', z.int().prefault(() => 1)],
  ['a catch', z.int().catch(() => 1)],
  ['a lazy', z.lazy(() => z.int())],
  ['a custom', z.custom(() => true)],
  ['a template', z.templateLiteral(['a', z.int()])],
  ['a message that is worked out', z.int({ error: () => 'no' })],
  ['a message of a check that is worked out', z.int().min(1, { error: () => 'no' })],
  [
    'keys with a refinement',
    z.record(
      z.string().refine(() => true),
      z.int(),
    ),
  ],
  ['the rest of a tuple', z.tuple([z.int()], z.string().regex(/a/))],
  ['a catchall', z.object({}).catchall(z.string().regex(/a/))],
  ['an instance', z.instanceof(Date)],
]
test.each(code)('[FAIL-13] %s needs one, however deep', (_name, schema) => {
  expect(schemaRunsCode(within(schema) as never)).toBe(true)
  expect(schemaRunsCode(z.strictObject({ a: z.union([z.null(), within(schema)]) }) as never)).toBe(true)
})

test('[FAIL-13] a schema that holds itself ends', () => {
  const node: z.ZodType = z.strictObject({
    get children() {
      return z.array(node)
    },
  })
  expect(schemaRunsCode(node as never)).toBe(false)
})
