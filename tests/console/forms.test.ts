import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Draft, emptyDraft, labelOfNone, labelOfVariant } from '../../apps/console/page/forms/draft.ts'
import { type Field, fieldOf, type JsonSchema, rangeOf, wordsOf } from '../../apps/console/page/forms/fields.ts'
import { within } from '../../apps/console/page/forms/problems.ts'
import { readDraft } from '../../apps/console/page/forms/read-draft.ts'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { spaceCombat } from '../../modules/space-combat/space-combat.ts'

/** As `GET /v1/modules` writes a schema. */
const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
const fieldFor = (schema: z.ZodType): Field => fieldOf(schemaOf(schema))
const text = (typed: string): Draft => ({ shape: 'text', text: typed })
const parts = (typed: Record<string, Draft>): Draft => ({ shape: 'object', parts: typed })

describe('a schema becomes a form', () => {
  test.each([
    ['a whole number with its ends', z.int().min(4).max(512), { kind: 'number', isInteger: true, min: 4, max: 512 }],
    ['a whole number above an end', z.int().gt(4).lt(9), { kind: 'number', isInteger: true, min: 5, max: 8 }],
    ['any whole number, without the ends of what a number holds', z.int(), { kind: 'number', isInteger: true }],
    ['a number', z.number().max(1), { kind: 'number', isInteger: false, max: 1 }],
    ['a boolean', z.boolean(), { kind: 'boolean' }],
    ['a text', z.string().min(1).max(200), { kind: 'text', lengthMin: 1, lengthMax: 200 }],
    ['an enum', z.enum(['buy', 'sell']), { kind: 'choice', options: ['buy', 'sell'] }],
    ['a union of values', z.union([z.literal('a'), z.literal(2)]), { kind: 'choice', options: ['a', 2] }],
    ['a constant', z.literal('fixture'), { kind: 'constant', value: 'fixture' }],
    ['null', z.null(), { kind: 'constant', value: null }],
    [
      'a record',
      z.record(z.string(), z.int().min(0)),
      { kind: 'record', value: { kind: 'number', isInteger: true, min: 0 } },
    ],
    ['a list', z.array(z.boolean()).max(3), { kind: 'list', item: { kind: 'boolean' }, countMin: 0, countMax: 3 }],
    ['whatever else there is, asked for as JSON', z.tuple([z.int(), z.string()]), { kind: 'json' }],
    ['anything', z.unknown(), { kind: 'json' }],
  ])('%s', (_what, schema, field) => {
    expect(fieldFor(schema)).toEqual(field)
  })

  test('parts of an object keep their order, their defaults, and whether they are needed', () => {
    const field = fieldFor(
      z.strictObject({ x: z.int().describe('from the left'), y: z.int().optional(), z: z.int().default(3) }),
    )
    expect(field).toEqual({
      kind: 'object',
      parts: [
        { name: 'x', isRequired: true, field: { kind: 'number', isInteger: true, description: 'from the left' } },
        { name: 'y', isRequired: false, field: { kind: 'number', isInteger: true } },
        { name: 'z', isRequired: false, field: { kind: 'number', isInteger: true, default: 3 } },
      ],
    })
  })

  test('a schema that holds itself ends, and is asked for as JSON from there', () => {
    const loop: Record<string, unknown> = { type: 'object' }
    loop.properties = { inner: loop }
    expect(JSON.stringify(fieldOf(loop))).toContain('"kind":"json"')
  })

  test.each(['toString', 'a keyword of a later draft', 3, null])(
    'keywords that are not as they should be do no harm: %s',
    (bad) => {
      const schema = { type: bad, enum: bad, properties: bad, required: bad, items: bad, anyOf: bad, minimum: bad }
      expect(fieldOf(schema)).toEqual({ kind: 'json' })
      expect(fieldOf({ ...schema, type: 'object', properties: { a: bad } })).toMatchObject({ kind: 'object' })
    },
  )

  test('names and ranges are put in words', () => {
    expect(['roundTimeoutMs', 'salvageTtlMs', 'ms', 'fuel_ore', 'my-game'].map(wordsOf)).toEqual([
      ...['Round timeout, ms', 'Salvage TTL, ms', 'Ms', 'Fuel ore', 'My game'],
    ])
    expect(rangeOf(fieldFor(z.int().min(0).max(2_000)))).toBe('0 to 2,000')
    expect(rangeOf(fieldFor(z.int().min(1)))).toBe('at least 1')
    expect(rangeOf(fieldFor(z.number().max(1)))).toBe('at most 1')
    expect(rangeOf(fieldFor(z.string().max(200)))).toBe('up to 200 characters')
    expect(rangeOf(fieldFor(z.boolean()))).toBe('')
  })
})

describe('what is typed becomes a value', () => {
  const read = (schema: z.ZodType, draft: Draft) => readDraft(fieldFor(schema), draft)

  test.each([
    ['12', 12],
    [' 4 ', 4],
    ['4.5', 'This must be a whole number.'],
    ['3', 'At least 4.'],
    ['513', 'At most 512.'],
    ['99999999999999999999', 'At most 512.'],
    ['twelve', 'This is not a number.'],
    ['', 'This is needed.'],
    ['1e999', 'This is not a number.'],
  ])('the number %j', (typed, expected) => {
    const { value, problems } = read(z.int().min(4).max(512), text(typed))
    expect(value ?? problems[0]?.message).toBe(expected)
  })

  test.each([
    ['', 'This is needed.'],
    ['abcd', 'At most 3 characters are allowed.'],
    ['AB', 'It must match ^[a-z]+$.'],
    ['ab', 'ab'],
  ])('the text %j', (typed, expected) => {
    const schema = z
      .string()
      .min(1)
      .max(3)
      .regex(/^[a-z]+$/)
    const { value, problems } = read(schema, text(typed))
    expect(value ?? problems[0]?.message).toBe(expected)
  })

  test('a text that may be empty is empty, one that may be missing is missing', () => {
    expect(
      read(z.strictObject({ a: z.string(), b: z.string().optional() }), parts({ a: text(''), b: text('') })),
    ).toEqual({
      value: { a: '' },
      problems: [],
    })
  })

  test('what is wrong is told where it is, as a JSON Pointer', () => {
    const schema = z.strictObject({ 'a/b': z.strictObject({ list: z.array(z.int()) }) })
    const list: Draft = { shape: 'list', items: [text('1'), text('x')] }
    const { problems } = read(schema, parts({ 'a/b': parts({ list }) }))
    expect(problems).toEqual([{ pointer: '/a~1b/list/1', message: 'This is not a number.' }])
    expect(within(problems, 'a/b').map(({ pointer }) => pointer)).toEqual(['/list/1'])
    expect(within(problems, 'a')).toEqual([])
  })

  test('choices give the value itself, whatever its type', () => {
    const schema = z.union([z.literal('a'), z.literal(2), z.literal(false)])
    expect(['0', '1', '2'].map((index) => read(schema, text(index)).value)).toEqual(['a', 2, false])
    expect(read(schema, text('')).problems).toHaveLength(1)
  })

  test('an optional object of which nothing was typed is left out, though its parts would be needed', () => {
    const schema = z.strictObject({ cargo: z.strictObject({ ore: z.int() }).optional() })
    const empty = emptyDraft(fieldFor(schema))
    expect(read(schema, empty)).toEqual({ value: {}, problems: [] })
    expect(read(schema, parts({ cargo: parts({ ore: text('7') }) })).value).toEqual({ cargo: { ore: 7 } })
    const half = z.strictObject({ cargo: z.strictObject({ ore: z.int(), gas: z.int() }).optional() })
    const { problems } = read(half, parts({ cargo: parts({ ore: text('7'), gas: text('') }) }))
    expect(problems).toEqual([{ pointer: '/cargo/gas', message: 'This is needed.' }])
  })

  test('a record asks for names that differ', () => {
    const schema = z.record(z.string(), z.int())
    const entries = (keys: string[]): Draft => ({
      shape: 'record',
      entries: keys.map((key, index) => ({ key, value: text(String(index)) })),
    })
    expect(read(schema, entries(['a', 'b'])).value).toEqual({ a: 0, b: 1 })
    expect(read(schema, entries(['a', 'a'])).problems).toHaveLength(1)
    expect(read(schema, entries([''])).problems).toHaveLength(1)
  })

  test('lists are held to their counts', () => {
    const schema = z.array(z.int()).min(1).max(2)
    const items = (count: number): Draft => ({ shape: 'list', items: Array.from({ length: count }, () => text('1')) })
    expect([0, 1, 2, 3].map((count) => read(schema, items(count)).problems.length)).toEqual([1, 0, 0, 1])
  })

  test('a variant is read by its own field; none chosen is a problem where one is needed', () => {
    const schema = z.union([z.literal('fixture'), z.strictObject({ sectors: z.int() })])
    const of = (index: number, draft?: Draft): Draft => ({ shape: 'variant', index, draft })
    expect(read(schema, of(0)).value).toBe('fixture')
    expect(read(schema, of(1, parts({ sectors: text('12') }))).value).toEqual({ sectors: 12 })
    expect(read(schema, of(-1)).problems).toHaveLength(1)
  })

  test('a variant is called by its title, by what tells it apart, or by what is in it', () => {
    const sized = { sectors: z.int(), seed: z.int().optional() }
    const variants: readonly (readonly [z.ZodType, string])[] = [
      [z.literal('fixture'), 'Fixture'],
      [z.strictObject(sized).meta({ title: 'Any map' }), 'Any map'],
      [z.strictObject({ ...sized, kind: z.literal('made_up') }), 'Made up'],
      [z.strictObject({ ...sized, kind: z.literal('made_up').optional() }), 'With sectors, seed, kind'],
      [z.strictObject({}), 'An empty object'],
    ]
    expect(variants.map(([schema]) => labelOfVariant(fieldFor(schema)))).toEqual(variants.map(([, label]) => label))
    const config = fieldFor(spaceCombat.config)
    const map = config.kind === 'object' ? config.parts.find(({ name }) => name === 'map')?.field : undefined
    expect(map?.kind === 'variants' && map.variants.map(labelOfVariant)).toEqual(['Fixture', 'Generated'])
  })

  test('where nothing has to be chosen, the list says what that means', () => {
    const field = fieldFor(z.enum(['a', 'b']))
    expect(labelOfNone({ field, isRequired: true })).toBe('Choose…')
    expect(labelOfNone({ field, isRequired: false })).toBe('Not given')
    expect(labelOfNone({ field: { ...field, default: 'a' }, isRequired: false })).toBe('As usual')
  })

  test('JSON that is none is told with the reason', () => {
    expect(read(z.unknown(), text('{"a": [1]}')).value).toEqual({ a: [1] })
    expect(read(z.unknown(), text('{a}')).problems[0]?.message).toContain('not JSON')
  })
})

describe('defaults', () => {
  const configs: readonly (readonly [string, z.ZodType])[] = [
    ['hello-grid', helloGrid.config],
    ['space-combat', spaceCombat.config],
  ]

  test.each(configs)('%s: a form that nobody touched leaves all to the server', (_name, config) => {
    const field = fieldFor(config)
    expect(readDraft(field, emptyDraft(field))).toEqual({ value: {}, problems: [] })
  })

  test('they stand in the form; a field that is emptied falls back to its default', () => {
    const field = fieldFor(helloGrid.config)
    const draft = emptyDraft(field)
    expect(draft).toMatchObject({ shape: 'object', parts: { width: { text: '32' }, pebbles: { text: '40' } } })
    const changed = parts({ ...(draft.shape === 'object' ? draft.parts : {}), width: text('8'), height: text('') })
    expect(readDraft(field, changed).value).toEqual({ width: 8 })
  })

  test('a part may be called as anything is', () => {
    const field = fieldFor(z.strictObject({ constructor: z.string().optional(), toString: z.string().optional() }))
    expect(readDraft(field, emptyDraft(field))).toEqual({ value: {}, problems: [] })
  })

  test('a change deep inside is sent alone, and is what the module takes', () => {
    const field = fieldFor(spaceCombat.config)
    const draft = emptyDraft(field)
    if (draft.shape !== 'object' || draft.parts.combat?.shape !== 'object') throw new Error('The form has changed.')
    const combat = parts({ ...draft.parts.combat.parts, roundTimeoutMs: text('5000') })
    const map: Draft = { shape: 'variant', index: 0, draft: undefined }
    const { value, problems } = readDraft(field, parts({ ...draft.parts, combat, map }))
    expect({ value, problems }).toEqual({ value: { map: 'fixture', combat: { roundTimeoutMs: 5000 } }, problems: [] })
    expect(spaceCombat.config.safeParse(value).success).toBe(true)
  })
})
