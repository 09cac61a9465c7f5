import type { Locator } from 'playwright-core'
import type { Operator } from '../integration/operator.ts'
import { openPage } from './browser.ts'
import { joinAs, paneOf, playUrl } from './visitor.ts'

/** An entity as REST tells it; the fields are those of a ship. */
export type Entity = {
  readonly id: string
  readonly kind: string
  readonly ownerId: string | null
  readonly data: {
    readonly name: string
    readonly sector: number
    readonly credits: number
    readonly fighters: number
    readonly warpPower: number
    readonly cargo: object
  }
}

/** Long enough that no round is fought because somebody was slow. */
const roundTimeoutMs = 120_000

/** A region of ten sectors, and what tests know of it and do in it as its operator. */
export async function createRegion(
  operator: Operator,
  options: { readonly seed?: string; readonly combat?: object } = {},
) {
  const config = { map: 'fixture', combat: { roundTimeoutMs, ...options.combat } }
  const seed = options.seed === undefined ? {} : { seed: options.seed }
  const id = await operator.createZone({ module: 'space-combat', everyMs: 50, ...seed, config })
  const entities = async (query: string): Promise<readonly Entity[]> =>
    (await operator.rest('GET', `/v1/zones/${id}/state?${query}`)).entities
  const ship = async (name: string): Promise<Entity> => {
    const all = await entities('full=true')
    const found = all.find(({ kind, data }) => kind === 'ship' && data.name === name)
    if (found === undefined) throw new Error(`${name} has no ship.`)
    return found
  }
  return {
    id,
    entities,
    ship,
    async debug(type: string, payload: object): Promise<void> {
      const result = await operator.debugIntent(id, { type, payload })
      if (result.outcome !== 'applied') throw new Error(`${type}: ${result.message}`)
    },
  }
}

export type Region = Awaited<ReturnType<typeof createRegion>>

/** Ann and Bob beside each other in one page, both where captains begin. */
export async function openAnnAndBob(url: string, { id }: Region): Promise<readonly [ann: Locator, bob: Locator]> {
  const page = await openPage(playUrl(url, id), { width: 1440, height: 900 })
  await page.getByRole('button', { name: 'Second player' }).click()
  const [ann, bob] = [paneOf(page), paneOf(page, 'second')]
  await joinAs(ann, 'Ann')
  await joinAs(bob, 'Bob')
  return [ann, bob]
}

export function sectorOnMap(pane: Locator, name: string): Locator {
  return pane.getByRole('group', { name: 'Star map' }).getByRole('button', { name })
}

/** A text that stands there and can be seen: panels keep others that are folded away. */
export function seen(pane: Locator, text: string): Locator {
  return pane.getByText(text, { exact: true }).filter({ visible: true })
}

/** Flies to a neighbour, by the list of warps. */
export async function flyTo(pane: Locator, sector: number): Promise<void> {
  await pane.getByRole('button', { name: `Fly to sector ${sector}`, exact: true }).click()
  await pane.getByRole('heading', { name: `Sector ${sector}`, exact: true, level: 3 }).waitFor()
}

/** Where and how large it is in a panel, wherever that is in the page. */
export async function placeIn(panel: Locator, target: Locator) {
  const [outer, inner] = [await panel.boundingBox(), await target.boundingBox()]
  if (outer === null || inner === null) throw new Error('One of them is not to be seen.')
  const { x, y, width, height } = inner
  return { x: x - outer.x, y: y - outer.y, width, height, panelHeight: outer.height }
}
