/** Where players play: each is sent to the zone with the fewest of them, until it says that it is full. */
export type Places = {
  readonly zoneIds: readonly string[]
  /** A zone to join. Undefined: all are full, and there are no more. Rejects if another one cannot be made. */
  take(): Promise<string | undefined>
  /** The player that was sent there is not, or no longer. */
  give(zoneId: string): void
  /** The zone takes nobody more for now, and the player that was sent there is to be sent elsewhere. */
  full(zoneId: string): void
  /** Its game is over: it never takes anybody again. */
  over(zoneId: string): void
  /** All games are over. */
  readonly areOver: boolean
}

type Place = { readonly zoneId: string; players: number; isFull: boolean; isOver: boolean }

/** `createZone` is asked for one more when all are full, at most `zonesMax` in all. */
export function createPlaces(
  zoneIds: readonly string[],
  more: { readonly createZone: () => Promise<string>; readonly zonesMax: number } | undefined,
): Places {
  const places: Place[] = zoneIds.map((zoneId) => ({ zoneId, players: 0, isFull: false, isOver: false }))
  let growing: Promise<void> | undefined

  const findOpen = () =>
    places.filter(({ isFull, isOver }) => !isFull && !isOver).sort((one, other) => one.players - other.players)[0]
  const find = (zoneId: string) => places.find((place) => place.zoneId === zoneId)

  const grow = async ({ createZone }: NonNullable<typeof more>) => {
    places.push({ zoneId: await createZone(), players: 0, isFull: false, isOver: false })
  }

  return {
    get zoneIds() {
      return places.map(({ zoneId }) => zoneId)
    },
    async take() {
      for (;;) {
        const place = findOpen()
        if (place !== undefined) {
          place.players += 1
          return place.zoneId
        }
        if (more === undefined || places.length >= more.zonesMax) return undefined
        // Many may come while the zone is made; all of them wait for the same one.
        growing ??= grow(more).finally(() => {
          growing = undefined
        })
        await growing
      }
    },
    give(zoneId) {
      const place = find(zoneId)
      if (place === undefined) return
      place.players -= 1
      place.isFull = false
    },
    full(zoneId) {
      const place = find(zoneId)
      if (place === undefined) return
      place.players -= 1
      place.isFull = true
    },
    over(zoneId) {
      const place = find(zoneId)
      if (place === undefined) return
      place.players -= 1
      place.isOver = true
    },
    get areOver() {
      return places.every(({ isOver }) => isOver)
    },
  }
}
