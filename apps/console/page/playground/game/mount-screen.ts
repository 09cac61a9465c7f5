import { adoptStyles, type Stage } from '@gridtick/screen'
import { loadScreen } from '../../load-screen.ts'
import { guardStage } from './guard-stage.ts'
import { createGuardedListeners } from './guarded-listeners.ts'
import { isErrorOf } from './is-error-of.ts'

/**
 * Loads a module's screen and lets it show the zone. What it throws, then or later in a listener, is told once and takes
 * it away, with all that it listened to. Returns how to take it away.
 */
export async function mountScreen(stage: Stage, onFailure: (error: unknown) => void): Promise<() => void> {
  const { module } = stage.zone
  const listeners = createGuardedListeners(fail)
  let script: string | undefined
  let unmount = () => {}
  let isOver = false

  function end(): void {
    if (isOver) return
    isOver = true
    removeEventListener('error', onPageError)
    try {
      unmount()
    } catch (error) {
      // It is gone either way; its author reads why.
      console.error(`The screen of ${module} could not be removed`, error)
    }
    listeners.release()
  }
  function fail(error: unknown): void {
    if (isOver) return
    console.error(`The screen of ${module} failed`, error)
    end()
    onFailure(error)
  }
  function onPageError(event: ErrorEvent): void {
    if (script !== undefined && isErrorOf(script, event)) fail(event.error)
  }

  addEventListener('error', onPageError)
  try {
    const loaded = await loadScreen(module)
    script = loaded.script
    const { screen } = loaded
    if (screen === undefined)
      throw new Error(
        `The screen file of ${module} exports no screen. Write: export const screen = defineScreen({ … }).`,
      )
    if (isOver) return end
    if (screen.styles !== undefined) adoptStyles(screen.styles)
    stage.root.classList.add(`screen-${module}`)
    unmount = screen.mount(guardStage(stage, listeners))
  } catch (error) {
    fail(error)
  }
  return end
}
