import type { ZoneAnswer } from '../output/print-zone.ts'
import type { ServerApi } from './server-api.ts'

type Page = { readonly zones: readonly ZoneAnswer[]; readonly nextCursor: string | null }

/** The zones of a server that fit, page after page. */
export async function* listZones(
  api: ServerApi,
  filter: { readonly module?: string | undefined; readonly status?: string | undefined } = {},
): AsyncGenerator<ZoneAnswer> {
  let cursor: string | undefined
  do {
    const page = await api.get<Page>('/v1/zones', { ...filter, cursor })
    yield* page.zones
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
