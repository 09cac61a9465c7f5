import { element, fill } from '@gridtick/screen'
import type { Picker } from './picker.ts'

/** Says what a field waits for, and how to point at it. Escape calls it off. */
export function pickHint(onCancel: () => void): {
  readonly root: HTMLElement
  show(wants: Picker['wants']): void
  stop(): void
} {
  const root = element('div', { class: 'pick-hint', role: 'status' })
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel()
  }
  const cancel = () => element('button', { type: 'button', on: { click: onCancel } }, 'Cancel')
  return {
    root,
    show(wants) {
      document.removeEventListener('keydown', onKey)
      if (wants === undefined) return fill(root)
      document.addEventListener('keydown', onKey)
      const what = wants === 'cell' ? 'Click a cell.' : 'Click an entity on the grid.'
      fill(root, element('p', {}, what), cancel())
      root.scrollIntoView({ block: 'nearest' })
    },
    stop: () => document.removeEventListener('keydown', onKey),
  }
}
