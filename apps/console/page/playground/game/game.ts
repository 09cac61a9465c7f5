import type { JoinedZone } from '@gridtick/client'
import { element, fill, type Stage } from '@gridtick/screen'
import { hasScreen } from '../../load-screen.ts'
import { notify } from '../../notices.ts'
import { readScreenFailures } from '../../screen-failures.ts'
import { createTabs } from '../../tabs.ts'
import type { ModuleInfo } from '../module-info.ts'
import { directionIntent, directionOfKey } from './direction.ts'
import { createGenericPanel } from './generic-panel.ts'
import { createIntentSender } from './intent-sender.ts'
import { mountScreen } from './mount-screen.ts'

/** Steps that may be on their way while a key is held, and when it is struck again and again. */
const heldMax = 1
const struckMax = 8

/** A zone that is played: the module's own screen where it has one, and the grid with its forms. */
export type Game = {
  readonly root: HTMLElement
  press(event: KeyboardEvent): boolean
  /** The module is another one than before: offers what it takes now, and tries a screen again that had failed. */
  renew(module: ModuleInfo | undefined): void
  stop(): void
}

export function createGame(options: {
  readonly zone: JoinedZone
  readonly module: ModuleInfo | undefined
  /** Told of each answer: a refusal for the player to read, or nothing. */
  readonly onAnswered: (refusal: string | undefined) => void
}): Game {
  const { zone, onAnswered } = options
  let { module } = options
  const sender = createIntentSender({ zone, onAnswered })
  const generic = createGenericPanel(zone, sender)
  const screenKeys = new Set<(event: KeyboardEvent) => boolean>()
  let endScreen = () => {}
  let hasFailed = false
  let isStopped = false

  const stageRoot = element('div', { class: 'stage' })
  const tabs = hasScreen(zone.module)
    ? createTabs({
        label: 'How the game is shown',
        tabs: [
          { name: 'screen', label: 'Screen', panel: stageRoot },
          { name: 'grid', label: 'Grid & intents', panel: generic.root },
        ],
      })
    : undefined
  const failure = element('div', {})
  const root = element('div', { class: 'game' }, failure, tabs?.root ?? generic.root)

  function pressStep(event: KeyboardEvent): boolean {
    const step = module === undefined ? undefined : directionIntent(module.intentSchemas)
    const direction = directionOfKey(event.key)
    if (step === undefined || direction === undefined || event.shiftKey) return false
    if (zone.pending < (event.repeat ? heldMax : struckMax)) void sender.send(step, { ...direction })
    return true
  }

  function showFailure(message: string, stack?: string): void {
    fill(
      failure,
      element('p', {}, 'The screen of this game does not work. You see the grid instead.'),
      element('pre', { class: 'problem', role: 'alert' }, message),
      stack !== undefined && element('details', {}, element('summary', {}, 'Where'), element('pre', {}, stack)),
    )
    failure.className = 'panel failure'
  }

  function hideFailure(): void {
    fill(failure)
    failure.className = ''
  }

  function failScreen(error: unknown): void {
    hasFailed = true
    if (error instanceof Error) showFailure(error.message, error.stack)
    else showFailure(String(error))
    stageRoot.replaceChildren(element('p', {}, 'This screen has failed.'))
    tabs?.show('grid')
  }

  async function showScreen(): Promise<void> {
    if (tabs === undefined) {
      const message = (await readScreenFailures()).get(zone.module)
      if (message !== undefined) showFailure(message)
      return
    }
    const stage: Stage = {
      root: stageRoot,
      zone,
      playerId: zone.playerId,
      send: sender.send as Stage['send'],
      onKey(listener) {
        screenKeys.add(listener)
        return () => screenKeys.delete(listener)
      },
      tell: notify,
    }
    const end = await mountScreen(stage, failScreen)
    // It may have taken longer to load than the player stayed.
    if (isStopped) end()
    else endScreen = end
  }

  function showScreenAgain(): void {
    hasFailed = false
    hideFailure()
    stageRoot.replaceChildren()
    tabs?.show('screen')
    void showScreen()
  }

  generic.offer(module)
  void showScreen()
  return {
    root,
    press(event) {
      if (tabs?.shown() !== 'screen') return pressStep(event)
      return [...screenKeys].some((listener) => listener(event))
    },
    renew(renewed) {
      // Of a module that is broken for the moment, the form that is half filled in stays.
      if (renewed !== undefined && JSON.stringify(renewed) !== JSON.stringify(module)) {
        module = renewed
        generic.offer(module)
      }
      if (hasFailed) showScreenAgain()
    },
    stop() {
      isStopped = true
      endScreen()
      generic.stop()
    },
  }
}
