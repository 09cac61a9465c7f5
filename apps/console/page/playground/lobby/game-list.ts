import { element, fill } from '@gridtick/screen'
import { serverWatch } from '../../development/server-watch.ts'
import { messageOf } from '../../message-of.ts'
import { startPolling } from '../../start-polling.ts'
import { loadModules } from '../load-modules.ts'
import type { ModuleInfo } from '../module-info.ts'
import { chooseModule } from './choose-module.ts'

/** A server that is away is asked again after 2 s, and then less and less often. */
const retryMsMax = 15_000
const retryMs = (failures: number) => Math.min(retryMsMax, 1_000 * 2 ** failures)

/**
 * The games of this server to choose from, read until they are there; and again when a server under development was started
 * anew, as it may run others. The choice stays. `stop` ends that.
 */
export function gameList(onChosen: (module: ModuleInfo) => void): {
  readonly root: HTMLElement
  readonly stop: () => void
} {
  const root = element('div', {}, element('p', { class: 'faint', role: 'status' }, 'Loading the games…'))
  let modules: readonly ModuleInfo[] = []
  let chosen: ModuleInfo | undefined
  let shown = ''
  let failures = 0

  const polling = startPolling({
    pauseMs: () => (failures === 0 ? undefined : retryMs(failures)),
    async work() {
      modules = await loadModules()
    },
    onDone(error) {
      failures = error === undefined ? 0 : failures + 1
      if (error === undefined) show()
      else if (shown === '') showFailure(error)
    },
  })

  function show(): void {
    const text = JSON.stringify(modules)
    if (text === shown) return
    shown = text
    const again = modules.find(({ name }) => name === chosen?.name)
    fill(
      root,
      modules.length === 0
        ? element(
            'p',
            { class: 'faint' },
            'This server runs no games. Name some in its setting MODULES, and restart it.',
          )
        : chooseModule({ modules, chosen: again?.name, onChosen: choose }),
    )
    if (again !== undefined && JSON.stringify(again) !== JSON.stringify(chosen)) choose(again)
  }

  function choose(module: ModuleInfo): void {
    chosen = module
    onChosen(module)
  }

  function showFailure(error: unknown): void {
    fill(
      root,
      element('p', { class: 'problem', role: 'alert' }, `${messageOf(error)} The page tries again by itself.`),
      element('button', { type: 'button', on: { click: () => polling.refresh() } }, 'Try now'),
    )
  }

  const stopHearing = serverWatch.on((news) => {
    if (news.kind === 'there' && (news.isAnew || failures > 0)) polling.refresh()
  })
  return {
    root,
    stop() {
      stopHearing()
      polling.stop()
    },
  }
}
