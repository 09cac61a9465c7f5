import { adoptStyles, element, fill } from 'gridtick/screen'
import { ApiError, callApi } from './api.ts'
import styles from './development.css'
import { readScreenFailures } from './screen-failures.ts'
import { startPolling } from './start-polling.ts'

/** What `/v1/dev` answers. There is none but under development. */
type Development = {
  readonly pageVersion: string | null
  readonly modules: readonly { readonly entry: string; readonly message: string }[]
  readonly zones: readonly {
    readonly zoneId: string
    readonly name: string
    readonly module: string
    readonly message: string
  }[]
  readonly faults: readonly { readonly zoneId: string; readonly module: string; readonly message: string }[]
}

type Problem = { readonly title: string; readonly message: string }

const askEveryMs = 2_000
const namesMax = 5

/**
 * While modules are written (`npm run dev`): shows at the top of the page what is wrong with them until it is mended, and
 * loads the page anew when it or a screen was saved. Whoever may not be told asks once, and never again.
 */
export function startDevelopmentBanner(): void {
  adoptStyles(styles)
  const list = element('ul')
  const banner = element(
    'section',
    { class: 'development', 'aria-label': 'Problems of development', 'aria-live': 'polite' },
    element('h2', {}, 'To be mended'),
    list,
  )
  let shown = ''
  let pageVersion: string | undefined
  let screens: Promise<readonly Problem[]> | undefined
  const show = async (development: Development) => {
    screens ??= screenProblems()
    const problems = [...problemsOf(development), ...(await screens)]
    const text = JSON.stringify(problems)
    if (text === shown) return
    shown = text
    fill(list, ...problems.map(showProblem))
    if (problems.length === 0) banner.remove()
    else if (!banner.isConnected) document.body.prepend(banner)
  }

  const polling = startPolling({
    everyMs: () => askEveryMs,
    async work(signal) {
      const answer = await callApi<Development>('/v1/dev', { signal })
      pageVersion ??= answer.pageVersion ?? undefined
      const isAnother = answer.pageVersion !== null && answer.pageVersion !== pageVersion
      if (isAnother) location.reload()
      else await show(answer)
    },
    onDone(error) {
      if (isRefused(error)) polling.stop()
    },
  })
}

function showProblem({ title, message }: Problem): HTMLElement {
  return element('li', {}, element('p', {}, title), element('pre', {}, message))
}

function problemsOf({ modules, zones, faults }: Development): readonly Problem[] {
  const failing = new Set(zones.map(({ zoneId }) => zoneId))
  // What keeps one zone of a module from running often keeps them all.
  const reasons = [...new Set(zones.map(({ message }) => message))]
  return [
    ...modules.map(({ entry, message }) => ({ title: `The module ${entry} does not run`, message })),
    ...reasons.map((message) => ({ title: titleOf(zones.filter((zone) => zone.message === message)), message })),
    ...faults
      .filter(({ zoneId }) => !failing.has(zoneId))
      .map(({ module, message }) => ({ title: `${module} went wrong`, message })),
  ]
}

/** Of zones that one reason keeps from running, the first few by name. */
function titleOf(zones: Development['zones']): string {
  const names = zones.slice(0, namesMax).map(({ name }) => name)
  const more = zones.length > namesMax ? `, and ${zones.length - namesMax} more` : ''
  return `${zones.length === 1 ? 'A zone does' : `${zones.length} zones do`} not run: ${names.join(', ')}${more}`
}

/** A server that starts anew is asked later; one that tells nobody, or not us, never again. */
function isRefused(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 403)
}

/** Screens that could not be built are known as soon as the page is made; mended, the page is loaded anew. */
async function screenProblems(): Promise<readonly Problem[]> {
  return [...(await readScreenFailures())].map(([module, message]) => ({
    title: `The screen of ${module} cannot be built; the page shows its grid instead`,
    message,
  }))
}
