/** Sectors at most two warps away from each sector, by its number, in flying direction. */
export type Reach = readonly ReadonlySet<number>[]

export function reachOf(warps: readonly (readonly number[])[]): Reach {
  return warps.map((near, sector) => {
    const reached = new Set([...near, ...near.flatMap((next) => warps[next] ?? [])])
    reached.delete(sector)
    return reached
  })
}
