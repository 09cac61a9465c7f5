import { element } from '@gridtick/screen'
import { setText } from '../controls/controls.ts'
import type { Fight } from '../region/fight.ts'
import type { ServerClock } from '../region/server-clock.ts'
import { shareOf } from '../words/quantities.ts'

/** ms between two looks at the clock: often enough that the bar moves smoothly. */
const lookMs = 200

/** Counts a round down to its deadline, by the server's clock. */
export function createRoundClock(clock: ServerClock) {
  const seconds = element('span', { class: 'clock-seconds' })
  const fill = element('span', { class: 'bar-fill' })
  const track = element('span', { class: 'bar-track', 'aria-hidden': 'true' }, fill)
  const root = element(
    'div',
    { class: 'clock', role: 'timer', 'aria-live': 'off', 'aria-label': 'Time left' },
    seconds,
    track,
  )
  let timer: ReturnType<typeof setInterval> | undefined
  let round: { readonly key: string; readonly lengthMs: number; readonly deadline: number } | undefined

  const show = () => {
    if (round === undefined) return
    const leftMs = Math.max(0, round.deadline - clock.now())
    setText(seconds, leftMs === 0 ? 'fighting …' : `${Math.ceil(leftMs / 1000)} s`)
    fill.style.setProperty('--share', String(shareOf(leftMs, round.lengthMs)))
    root.classList.toggle('urgent', leftMs < 4_000)
  }

  return {
    root,
    /** The fight whose round is counted down; undefined: none, and no timer runs. */
    watch(fight: Fight | undefined) {
      if (fight === undefined) {
        clearInterval(timer)
        timer = undefined
        round = undefined
        return
      }
      const key = `${fight.id} ${fight.round}`
      // No view says how long a round is: it is as long as it was when it was first seen.
      if (round?.key !== key)
        round = { key, lengthMs: Math.max(1, fight.deadline - clock.now()), deadline: fight.deadline }
      timer ??= setInterval(show, lookMs)
      show()
    },
  }
}
