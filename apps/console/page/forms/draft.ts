import { assertNever } from '../assert-never.ts'
import { type Field, type Json, wordsOf } from './fields.ts'

/** What a person has typed into a form so far, in the shape of its field. */
export type Draft =
  /** As typed; of a choice the index of the option, of a boolean `true` or `false`; empty: nothing given. */
  | { readonly shape: 'text'; readonly text: string }
  | { readonly shape: 'object'; readonly parts: Readonly<Record<string, Draft>> }
  | { readonly shape: 'list'; readonly items: readonly Draft[] }
  | { readonly shape: 'record'; readonly entries: readonly { readonly key: string; readonly value: Draft }[] }
  /** `index` −1: nothing chosen. */
  | { readonly shape: 'variant'; readonly index: number; readonly draft: Draft | undefined }

/** The form as it is before anybody typed: with the defaults in it. */
export function emptyDraft(field: Field, given: Json | undefined = field.default): Draft {
  switch (field.kind) {
    case 'object': {
      const value = isObject(given) ? given : {}
      const parts = field.parts.map(({ name, field: part }) => {
        const begun = Object.hasOwn(value, name) ? value[name] : part.default
        return [name, emptyDraft(part, begun)]
      })
      return { shape: 'object', parts: Object.fromEntries(parts) }
    }
    case 'list': {
      const items = Array.isArray(given) ? (given as readonly Json[]) : []
      return { shape: 'list', items: items.map((item) => emptyDraft(field.item, item)) }
    }
    case 'record': {
      const entries = Object.entries(isObject(given) ? given : {})
      return {
        shape: 'record',
        entries: entries.map(([key, value]) => ({ key, value: emptyDraft(field.value, value) })),
      }
    }
    case 'variants': {
      const index = given === undefined ? -1 : field.variants.findIndex((variant) => takes(variant, given))
      const variant = field.variants[index]
      return { shape: 'variant', index, draft: variant === undefined ? undefined : emptyDraft(variant, given) }
    }
    case 'choice':
      return { shape: 'text', text: given === undefined ? '' : String(field.options.indexOf(given)).replace('-1', '') }
    case 'json':
      return { shape: 'text', text: given === undefined ? '' : JSON.stringify(given) }
    case 'constant':
    case 'boolean':
    case 'number':
    case 'text':
      return { shape: 'text', text: given === undefined ? '' : String(given) }
    default:
      return assertNever(field)
  }
}

/** Whether a value looks like one of this field, well enough to choose among variants. */
export function takes(field: Field, value: Json): boolean {
  switch (field.kind) {
    case 'constant':
      return isSame(field.value, value)
    case 'choice':
      return field.options.some((option) => isSame(option, value))
    case 'number':
      return typeof value === 'number' && (!field.isInteger || Number.isInteger(value))
    case 'boolean':
      return typeof value === 'boolean'
    case 'text':
      return typeof value === 'string'
    case 'list':
      return Array.isArray(value)
    case 'object':
    case 'record':
      return isObject(value)
    case 'variants':
      return field.variants.some((variant) => takes(variant, value))
    case 'json':
      return true
    default:
      return assertNever(field)
  }
}

/** What a variant is called where one chooses among them. */
export function labelOfVariant(field: Field): string {
  if (field.title !== undefined) return field.title
  switch (field.kind) {
    case 'constant':
      return wordsOf(String(field.value))
    case 'object': {
      const kind = field.parts.find(({ field: part, isRequired }) => isRequired && part.kind === 'constant')?.field
      if (kind !== undefined) return labelOfVariant(kind)
      const names = field.parts.map(({ name }) => wordsOf(name).toLowerCase())
      return names.length === 0 ? 'An empty object' : `With ${names.slice(0, 3).join(', ')}`
    }
    case 'number':
      return field.isInteger ? 'A whole number' : 'A number'
    case 'text':
      return 'A text'
    case 'boolean':
      return 'Yes or no'
    case 'list':
      return 'A list'
    case 'record':
      return 'Named values'
    case 'choice':
      return field.options.map(String).join(' or ')
    case 'variants':
      return 'One of several'
    case 'json':
      return 'JSON'
    default:
      return assertNever(field)
  }
}

/** The first line of a list to choose from: nothing is chosen yet, or nothing has to be. */
export function labelOfNone({ field, isRequired }: { readonly field: Field; readonly isRequired: boolean }): string {
  if (isRequired) return 'Choose…'
  return field.default === undefined ? 'Not given' : 'As usual'
}

export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
