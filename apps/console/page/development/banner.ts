import { adoptStyles, element, fill } from '@gridtick/screen'
import { readAddress, zoneIn } from '../address.ts'
import { readScreenFailures } from '../screen-failures.ts'
import styles from './banner.css'
import type { DevelopmentReport } from './development-report.ts'
import { headlineOf, type Problem, problemsOf } from './problems.ts'
import { serverWatch } from './server-watch.ts'
import { zoneLine } from './zone-line.ts'

/**
 * While modules are written (`npm run dev`): says in a line at the top of the page what is wrong with them until it is
 * mended, with all there is to say behind it; and loads the page anew when it or a screen was saved.
 */
export function startDevelopmentBanner(): void {
  adoptStyles(styles)
  const headline = element('span', { class: 'development-headline' })
  const count = element('strong', {})
  const list = element('ul')
  const banner = element(
    'section',
    { class: 'development', 'aria-label': 'To be fixed', 'aria-live': 'polite' },
    element('details', {}, element('summary', {}, count, headline), list),
    element(
      'button',
      { type: 'button', 'aria-label': 'Hide this until something else is wrong', title: 'Hide', on: { click: hide } },
      '×',
    ),
  )
  let report: DevelopmentReport | undefined
  let failures: readonly Problem[] = []
  let shown = ''
  let hidden = ''
  let pageVersion: string | undefined
  /** Their faults are remembered by the server, but are nobody's to mend. */
  const deleted = new Set<string>()

  function show(): void {
    if (report === undefined) return
    const problems = [...problemsOf(without(deleted, report), zoneIn(readAddress(location.hash))), ...failures]
    const text = JSON.stringify(problems)
    if (text !== shown) fillIn(problems)
    shown = text
    if (problems.length === 0 || text === hidden) banner.remove()
    else if (!banner.isConnected) document.body.prepend(banner)
  }

  function fillIn(problems: readonly Problem[]): void {
    count.textContent = problems.length > 1 ? `${problems.length} problems` : ''
    headline.textContent = problems[0] === undefined ? '' : headlineOf(problems[0])
    fill(list, ...problems.map((problem) => showProblem(problem, forget)))
  }

  function forget(zoneId: string): void {
    deleted.add(zoneId)
    show()
  }

  /** The same is not shown again. When it is mended and comes back, it is news. */
  function hide(): void {
    hidden = shown
    show()
  }

  function hear(told: DevelopmentReport): void {
    report = told
    pageVersion ??= told.pageVersion ?? undefined
    if (told.pageVersion !== null && told.pageVersion !== pageVersion) location.reload()
    show()
    if (shown !== hidden) hidden = ''
  }

  serverWatch.on((news) => {
    if (news.kind === 'there') hear(news.report)
  })
  addEventListener('hashchange', show)
  serverWatch.start()
  // Screens that could not be built are known as soon as the page is made; mended, the page is loaded anew.
  void readScreenFailures().then((found) => {
    failures = [...found].map(([module, message]) => ({
      title: `The screen of ${module} cannot be built; the page shows its grid instead`,
      message,
      zones: [],
    }))
    show()
  })
}

function without(zoneIds: ReadonlySet<string>, report: DevelopmentReport): DevelopmentReport {
  const isThere = ({ zoneId }: { readonly zoneId: string }) => !zoneIds.has(zoneId)
  return { ...report, zones: report.zones.filter(isThere), faults: report.faults.filter(isThere) }
}

function showProblem({ title, message, zones }: Problem, onDeleted: (zoneId: string) => void): HTMLElement {
  const lines = zones.map((zone) => zoneLine(zone, onDeleted))
  return element('li', {}, element('p', {}, title), element('pre', {}, message), ...lines)
}
