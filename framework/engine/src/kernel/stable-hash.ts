import { createHash } from 'node:crypto'
import { isObject } from 'gridtick/internal'

/** JSON with sorted keys: the same value gives the same text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value) ?? 'null'
  const fields = Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
  return `{${fields.join(',')}}`
}

/** 64 bits of a SHA-256 of the value; independent of the order of keys. */
export function stableHash(value: unknown): bigint {
  return createHash('sha256').update(canonicalJson(value)).digest().readBigUInt64BE(0)
}
