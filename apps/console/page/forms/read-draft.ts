import { assertNever } from '../assert-never.ts'
import { messageOf } from '../message-of.ts'
import { type Draft, emptyDraft, isSame } from './draft.ts'
import type { Field, Json } from './fields.ts'

/** What a form asks for, or where it is wrong: JSON Pointers into the value. */
export type Reading = {
  /** Undefined: nothing given, and nothing needed. */
  readonly value: Json | undefined
  readonly problems: readonly Problem[]
}

export type Problem = { readonly pointer: string; readonly message: string }

/**
 * The value that was typed, with what is wrong about it. What equals a default, and what is optional and empty, is left
 * out, so that the server's own defaults hold.
 */
export function readDraft(field: Field, draft: Draft, isRequired = true, pointer = ''): Reading {
  const reading = readKind({ field, draft, isRequired, pointer })
  if (field.default === undefined || isRequired || !isSame(reading.value, field.default)) return reading
  return { ...reading, value: undefined }
}

type Part<Kind extends Field['kind'] = Field['kind']> = {
  readonly field: Extract<Field, { kind: Kind }>
  readonly draft: Draft
  readonly isRequired: boolean
  readonly pointer: string
}

function readKind(part: Part): Reading {
  const { field, draft, isRequired, pointer } = part
  switch (field.kind) {
    case 'object':
      return readObject({ field, draft, isRequired, pointer })
    case 'list':
      return readList({ field, draft, isRequired, pointer })
    case 'record':
      return readRecord({ field, draft, isRequired, pointer })
    case 'variants':
      return readVariant({ field, draft, isRequired, pointer })
    case 'constant':
      return good(isRequired || textOf(draft) !== '' ? field.value : undefined)
    case 'text':
      return readText({ field, draft, isRequired, pointer })
    case 'number':
    case 'boolean':
    case 'choice':
    case 'json': {
      const text = textOf(draft).trim()
      if (text === '') return isRequired ? wrong(pointer, 'This is needed.') : good(undefined)
      if (field.kind === 'number') return readNumber(field, text, pointer)
      if (field.kind === 'boolean') return good(text === 'true')
      if (field.kind === 'choice') return good(field.options[Number(text)])
      return readJson(text, pointer)
    }
    default:
      return assertNever(field)
  }
}

function readObject({ field, draft, isRequired, pointer }: Part<'object'>): Reading {
  const drafts = draft.shape === 'object' ? draft.parts : {}
  const readings = field.parts.map(({ name, field: part, isRequired: isPartRequired }) => {
    const inner = `${pointer}/${escapePointer(name)}`
    return { name, ...readDraft(part, drafts[name] ?? emptyDraft(part), isPartRequired, inner) }
  })
  const given = readings.filter(({ value }) => value !== undefined)
  const isEmpty = given.length === 0 && readings.every(({ problems }) => problems.length === 0)
  if (isEmpty && !isRequired) return good(undefined)
  // Nothing of an optional object was typed: that its parts miss something is no fault.
  if (!isRequired && isUntouched(field, draft)) return good(undefined)
  return {
    value: Object.fromEntries(given.map(({ name, value }) => [name, value as Json])),
    problems: readings.flatMap(({ problems }) => problems),
  }
}

function isUntouched(field: Field, draft: Draft): boolean {
  return JSON.stringify(draft) === JSON.stringify(emptyDraft(field))
}

function readList({ field, draft, isRequired, pointer }: Part<'list'>): Reading {
  const items = draft.shape === 'list' ? draft.items : []
  if (items.length === 0 && !isRequired) return good(undefined)
  const readings = items.map((item, index) => readDraft(field.item, item, true, `${pointer}/${index}`))
  const problems = readings.flatMap((reading) => reading.problems)
  const { countMin, countMax = Number.POSITIVE_INFINITY } = field
  if (items.length < countMin) problems.push({ pointer, message: `At least ${countMin} are needed.` })
  if (items.length > countMax) problems.push({ pointer, message: `At most ${countMax} are allowed.` })
  return { value: readings.flatMap(({ value }) => (value === undefined ? [] : [value])), problems }
}

function readRecord({ field, draft, isRequired, pointer }: Part<'record'>): Reading {
  const entries = draft.shape === 'record' ? draft.entries : []
  if (entries.length === 0 && !isRequired) return good(undefined)
  const problems: Problem[] = []
  const known = new Map<string, Json>()
  for (const { key, value: inner } of entries) {
    const at = `${pointer}/${escapePointer(key)}`
    const { value, problems: found } = readDraft(field.value, inner, true, at)
    problems.push(...found)
    if (key === '') problems.push({ pointer: at, message: 'A name is needed.' })
    if (known.has(key)) problems.push({ pointer: at, message: `"${key}" is there already.` })
    if (value !== undefined) known.set(key, value)
  }
  return { value: Object.fromEntries(known), problems }
}

function readVariant({ field, draft, isRequired, pointer }: Part<'variants'>): Reading {
  const { index, draft: inner } = draft.shape === 'variant' ? draft : { index: -1, draft: undefined }
  const variant = field.variants[index]
  if (variant === undefined) return isRequired ? wrong(pointer, 'Choose one.') : good(undefined)
  return readDraft(variant, inner ?? emptyDraft(variant), true, pointer)
}

function readText({ field, draft, isRequired, pointer }: Part<'text'>): Reading {
  const text = textOf(draft)
  if (text === '' && !isRequired) return good(undefined)
  const { lengthMin, lengthMax = Number.POSITIVE_INFINITY, pattern } = field
  if (text.length < lengthMin)
    return wrong(pointer, text === '' ? 'This is needed.' : `At least ${lengthMin} characters are needed.`)
  if (text.length > lengthMax) return wrong(pointer, `At most ${lengthMax} characters are allowed.`)
  if (pattern !== undefined && !fits(text, pattern)) return wrong(pointer, `It must match ${pattern}.`)
  return good(text)
}

/** A pattern that this browser does not understand is left to the server. */
function fits(text: string, pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(text)
  } catch {
    return true
  }
}

function readNumber(field: Extract<Field, { kind: 'number' }>, text: string, pointer: string): Reading {
  const value = Number(text)
  if (!Number.isFinite(value)) return wrong(pointer, 'This is not a number.')
  if (field.min !== undefined && value < field.min) return wrong(pointer, `At least ${field.min}.`)
  if (field.max !== undefined && value > field.max) return wrong(pointer, `At most ${field.max}.`)
  if (field.isInteger && !Number.isSafeInteger(value)) return wrong(pointer, 'This must be a whole number.')
  return good(value)
}

function readJson(text: string, pointer: string): Reading {
  try {
    return good(JSON.parse(text) as Json)
  } catch (error) {
    return wrong(pointer, `This is not JSON: ${messageOf(error)}`)
  }
}

function good(value: Json | undefined): Reading {
  return { value, problems: [] }
}

function wrong(pointer: string, message: string): Reading {
  return { value: undefined, problems: [{ pointer, message }] }
}

function textOf(draft: Draft): string {
  return draft.shape === 'text' ? draft.text : ''
}

/** A name as a part of a JSON Pointer. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}
