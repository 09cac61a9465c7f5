import { callApi } from './api.ts'

/** The modules whose screen could not be built, with what the compiler said. Without the list: none are known. */
export async function readScreenFailures(): Promise<ReadonlyMap<string, string>> {
  const failures = await callApi<Readonly<Record<string, string>>>('/console/failures.json').catch(() => ({}))
  return new Map(Object.entries(failures ?? {}))
}
