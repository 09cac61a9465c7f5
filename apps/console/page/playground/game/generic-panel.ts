import type { JoinedZone } from '@gridtick/client'
import { element, fill } from '@gridtick/screen'
import { genericGrid } from '../grid/generic-grid.ts'
import type { ModuleInfo } from '../module-info.ts'
import { eventList } from './event-list.ts'
import { intentPanel } from './intent-panel.ts'
import type { IntentSender } from './intent-sender.ts'
import { queryPanel } from './query-panel.ts'
import { viewTree } from './view-tree.ts'

/** Any game by its grid: what can be asked for, and what came of it and was heard so far. */
export type GenericPanel = {
  readonly root: HTMLElement
  /** Offers what this version of the module takes; what was asked and heard before stays. */
  offer(module: ModuleInfo | undefined): void
  stop(): void
}

export function createGenericPanel(zone: JoinedZone, sender: IntentSender): GenericPanel {
  const grid = genericGrid(zone)
  const events = eventList(zone)
  const view = viewTree(zone)
  const offers = element('div', { class: 'side' })
  return {
    root: element(
      'div',
      { class: 'pane-body' },
      element('div', { class: 'looked-at' }, grid.root, view.root),
      offers,
      element(
        'div',
        { class: 'side heard' },
        element('section', {}, element('h3', {}, 'Answers'), sender.root),
        element('section', {}, element('h3', {}, 'Events'), events.root),
      ),
    ),
    offer(module) {
      const intents =
        module === undefined
          ? element('p', { class: 'faint' }, `This server no longer runs ${zone.module}.`)
          : intentPanel({ module, sender, pick: grid.pick })
      const queries = module === undefined ? undefined : queryPanel({ module, zone, pick: grid.pick })
      fill(
        offers,
        element('section', {}, element('h3', {}, 'Do something'), intents),
        queries !== undefined && element('section', {}, element('h3', {}, 'Ask'), queries),
      )
    },
    stop() {
      grid.stop()
      events.stop()
      view.stop()
    },
  }
}
