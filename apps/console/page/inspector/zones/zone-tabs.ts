import { element, fill } from '@gridtick/screen'
import { messageOf } from '../../message-of.ts'
import type { Tab } from '../../tabs.ts'
import { mountLogTab } from '../log/log-tab.ts'
import type { Zone } from '../server-answers.ts'
import { mountStateTab } from '../state/state-tab.ts'

/** The panels about one zone, each under its tab. */
export function zoneTabs({ id: zoneId, module }: Zone): readonly Tab[] {
  return [
    {
      name: 'state',
      label: 'State',
      panel: element('div'),
      mount: (panel) => mountStateTab(panel, { zoneId, module }),
    },
    { name: 'log', label: 'Log', panel: element('div'), mount: (panel) => mountLogTab(panel, { zoneId }) },
    { name: 'charts', label: 'Charts', panel: element('div'), mount: (panel) => mountCharts(panel, module) },
  ]
}

/** The charts bring a library along; it is loaded when they are looked at. */
function mountCharts(panel: HTMLElement, module: string): () => void {
  let leave = () => {}
  let isLeft = false
  panel.append(element('p', { class: 'faint' }, 'Loading the charts…'))
  import('../charts/charts-tab.ts').then(
    ({ mountChartsTab }) => {
      if (isLeft) return
      panel.replaceChildren()
      leave = mountChartsTab(panel, { module })
    },
    (error: unknown) =>
      fill(panel, element('p', { class: 'problem' }, `The charts cannot be loaded: ${messageOf(error)}`)),
  )
  return () => {
    isLeft = true
    leave()
  }
}
