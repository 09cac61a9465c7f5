import type { JoinedZone, ModuleLike, SeenEntity } from '@gridtick/client'
import type { Looks } from './look.ts'

/**
 * How a module shows itself in the web page. It stands in `<module>.screen.ts` beside `<module>.ts`, and replaces the grid
 * that the page draws for modules without one.
 */
export type Screen = {
  /** CSS for this screen alone. Write selectors below `.screen-<module>`, the class of `stage.root`. */
  readonly styles?: string
  /** How entities are drawn, by kind, on the other grids of the page: the playground's own, and the inspector's. */
  readonly looks?: Looks
  /** Called once the zone is joined and its first view is there. Returns how to take it all away again. */
  mount(stage: Stage): () => void
}

/** What a screen is given: an element to fill, the zone as this player sees it, and a way to say something. */
export type Stage<Module extends ModuleLike = ModuleLike> = {
  /** Empty, and this screen's alone. */
  readonly root: HTMLElement
  /** The live view, events, answers. It goes on by itself over lost connections. */
  readonly zone: JoinedZone<Module>
  readonly playerId: string
  /**
   * Sends an intent and shows a refusal to the player in the page's own way. Resolves with the result; never rejects.
   * Use `zone.send` instead to show refusals in the screen.
   */
  readonly send: JoinedZone<Module>['send']
  /**
   * Keys pressed while this player's pane is the one in use and nothing is typed into. A listener that did something
   * returns true. Returns how to stop listening.
   */
  onKey(listener: (event: KeyboardEvent) => boolean): () => void
  /** A short message to the player, in the page's own way. */
  tell(message: string, tone?: 'info' | 'good' | 'bad'): void
}

/** Makes a screen, typed by its module: `defineScreen<typeof myGame>({ mount({ root, zone, send }) { … } })`. */
export function defineScreen<Module extends ModuleLike = ModuleLike>(screen: {
  readonly styles?: string
  readonly looks?: Looks<SeenEntity<Module>>
  mount(stage: Stage<Module>): () => void
}): Screen {
  return screen as unknown as Screen
}
