import type { Json } from 'gridtick'

/** What an answer or an event says, field by field. What is missing or of another type reads as nothing, and breaks nothing. */
export type Fields = {
  text(name: string): string | undefined
  number(name: string): number | undefined
  isTrue(name: string): boolean
  list(name: string): readonly Json[]
  /** Whatever it is. */
  value(name: string): Json | undefined
  /** Of a field that is an object itself. */
  inner(name: string): Fields
  readonly names: readonly string[]
}

export function fieldsOf(json: Json | undefined): Fields {
  const record = isRecord(json) ? json : {}
  const get = (name: string): Json | undefined => (Object.hasOwn(record, name) ? record[name] : undefined)
  return {
    text: (name) => only(get(name), 'string'),
    number: (name) => only(get(name), 'number'),
    isTrue: (name) => get(name) === true,
    list: (name) => {
      const value = get(name)
      return Array.isArray(value) ? value : []
    },
    value: get,
    inner: (name) => fieldsOf(get(name)),
    names: Object.keys(record),
  }
}

function only(value: Json | undefined, type: 'string'): string | undefined
function only(value: Json | undefined, type: 'number'): number | undefined
function only(value: Json | undefined, type: string): Json | undefined {
  return typeof value === type ? value : undefined
}

function isRecord(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
