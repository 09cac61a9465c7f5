import type { JoinedZone } from '@gridtick/client'
import type { Stage } from '@gridtick/screen'
import type { GuardedListeners } from './guarded-listeners.ts'

/** The same stage, all of whose listeners are guarded. */
export function guardStage(stage: Stage, listeners: GuardedListeners): Stage {
  const { onKey } = stage
  const zone: JoinedZone = new Proxy(stage.zone, {
    get(target, key) {
      if (key === 'on')
        return (name: never, listener: (event: unknown) => void) =>
          listeners.add({ listen: (guarded) => target.on(name, guarded), listener, otherwise: undefined })
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { ...stage, zone, onKey: (listener) => listeners.add({ listen: onKey, listener, otherwise: false }) }
}
