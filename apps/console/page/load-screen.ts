import { screens } from 'gridtick:screens'
import type { Looks, Screen } from '@gridtick/screen'

/** Whether a module brings a screen of its own that could be built. */
export function hasScreen(module: string): boolean {
  return Object.hasOwn(screens, module)
}

/** The screen that a module brings, and the address of its script; `screen` is undefined where the file exports none. */
export async function loadScreen(
  module: string,
): Promise<{ readonly script: string | undefined; readonly screen: Screen | undefined }> {
  const loaded = await screens[module]?.()
  return { script: loaded?.script, screen: screenOf(loaded?.parts) }
}

/** How a module wants its entities drawn; nothing where it does not say, or its screen cannot be loaded. */
export async function looksOf(module: string): Promise<Looks> {
  if (!hasScreen(module)) return {}
  try {
    return (await loadScreen(module)).screen?.looks ?? {}
  } catch {
    // The screen itself says what is wrong with it; a grid draws the kinds in its own way.
    return {}
  }
}

/** The first export that can be mounted, whatever its name is. */
function screenOf(exports: Readonly<Record<string, unknown>> | undefined): Screen | undefined {
  return Object.values(exports ?? {}).find(
    (value): value is Screen => typeof value === 'object' && value !== null && 'mount' in value,
  )
}
