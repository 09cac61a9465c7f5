import type { Row } from '@libsql/client'

/** The values of a row, in the order of its columns. */
export function rowCells(row: Row): unknown[] {
  return Array.from({ length: row.length }, (_, index) => row[index])
}
