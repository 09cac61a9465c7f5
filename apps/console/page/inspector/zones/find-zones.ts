import type { Zone, ZonePage } from '../server-answers.ts'

/** Zones a page shows. */
const shownMax = 50
/** The server's pages read for one search; what lies behind them is searched when the next page is asked for. */
const walkedPagesMax = 10

export type FoundZones = {
  readonly zones: readonly Zone[]
  /** Where to go on; null at the end. */
  readonly nextCursor: string | null
  /** Pages of the server that were read. */
  readonly walked: number
}

/**
 * A page of zones whose name or id contains `text`. The server does not search, so its pages are walked through until
 * there are enough.
 */
export async function findZones(options: {
  readonly text: string
  readonly cursor: string | null
  readonly readPage: (cursor: string | null) => Promise<ZonePage>
}): Promise<FoundZones> {
  const wanted = options.text.trim().toLowerCase()
  let { cursor } = options
  const zones: Zone[] = []
  for (let walked = 1; ; walked++) {
    const page = await options.readPage(cursor)
    for (const zone of page.zones) {
      if (!isWanted(zone, wanted)) continue
      // The next page begins behind the last zone shown: a cursor is the id of a zone.
      if (zones.length === shownMax) return { zones, nextCursor: zones.at(-1)?.id ?? null, walked }
      zones.push(zone)
    }
    cursor = page.nextCursor
    if (cursor === null || wanted === '' || walked === walkedPagesMax) return { zones, nextCursor: cursor, walked }
  }
}

function isWanted({ name, id }: Zone, text: string): boolean {
  return text === '' || name.toLowerCase().includes(text) || id.toLowerCase().includes(text)
}
