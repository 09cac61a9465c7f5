import { screens } from 'gridtick:screens'
import type { JoinedZone } from 'gridtick/client'
import { adoptStyles, type Screen, type Stage } from 'gridtick/screen'

/** Whether a module brings a screen of its own that could be built. */
export function hasScreen(module: string): boolean {
  return Object.hasOwn(screens, module)
}

/** What the compiler said of a screen that could not be built; undefined if there is none, or nothing is known. */
export async function screenFailure(module: string): Promise<string | undefined> {
  try {
    const response = await fetch('/console/failures.json')
    const failures: unknown = await response.json()
    return new Map(Object.entries(failures as Readonly<Record<string, string>>)).get(module)
  } catch {
    // Without the list the grid is shown, as for any module without a screen.
    return undefined
  }
}

/**
 * Loads a module's screen and lets it show the zone. What it throws, then or later in a listener, is told once and takes
 * it away. Returns how to take it away.
 */
export async function mountScreen(stage: Stage, onFailure: (error: unknown) => void): Promise<() => void> {
  const { module } = stage.zone
  let unmount = () => {}
  let isOver = false

  const end = () => {
    if (isOver) return
    isOver = true
    removeEventListener('error', onPageError)
    try {
      unmount()
    } catch (error) {
      // It is gone either way; its author reads why.
      console.error(`The screen of ${module} could not be taken away`, error)
    }
  }
  const fail = (error: unknown) => {
    if (isOver) return
    console.error(`The screen of ${module} failed`, error)
    end()
    onFailure(error)
  }
  const onPageError = (event: ErrorEvent) => {
    if (event.filename.includes(`/${module}.screen-`)) fail(event.error)
  }

  addEventListener('error', onPageError)
  try {
    const screen = screenOf(await screens[module]?.())
    if (screen === undefined)
      throw new Error(`${module}.screen.ts exports no screen. Write: export const screen = defineScreen({ … }).`)
    if (isOver) return end
    if (screen.styles !== undefined) adoptStyles(screen.styles)
    stage.root.classList.add(`screen-${module}`)
    unmount = screen.mount({ ...stage, zone: guarded(stage.zone, fail) })
  } catch (error) {
    fail(error)
  }
  return end
}

/** Whatever its name, the first export that can be mounted. */
function screenOf(exports: Readonly<Record<string, unknown>> | undefined): Screen | undefined {
  return Object.values(exports ?? {}).find(
    (value): value is Screen => typeof value === 'object' && value !== null && 'mount' in value,
  )
}

/** The same zone, whose listeners cannot throw unnoticed. */
function guarded(zone: JoinedZone, fail: (error: unknown) => void): JoinedZone {
  return new Proxy(zone, {
    get(target, key) {
      if (key !== 'on') {
        const value: unknown = Reflect.get(target, key, target)
        return typeof value === 'function' ? value.bind(target) : value
      }
      return (name: never, listener: (event: unknown) => void) =>
        target.on(name, (event: unknown) => {
          try {
            listener(event)
          } catch (error) {
            fail(error)
          }
        })
    },
  })
}
