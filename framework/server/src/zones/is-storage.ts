import type { Storage } from '@gridtick/engine/ports'

/** Whether something has the parts of a storage. */
export function isStorage(value: unknown): value is Storage {
  if (typeof value !== 'object' || value === null) return false
  const parts = ['zones', 'wakes', 'actionLog', 'recordings', 'accounts', 'clock', 'nodes'] as const
  return parts.every((part) => part in value) && 'close' in value && typeof value.close === 'function'
}
