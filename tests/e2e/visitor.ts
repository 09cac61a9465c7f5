import type { Locator, Page } from 'playwright-core'
import { debugUser } from '../integration/debug-user.ts'

/** The address at which a zone is played. */
export function playUrl(serverUrl: string, zoneId: string): string {
  return `${serverUrl}/#/play/${zoneId}`
}

/** A player's part of the page. */
export function paneOf(page: Page, which: 'first' | 'second' = 'first'): Locator {
  return page.getByRole('region', { name: which === 'first' ? 'Player' : 'Second player', exact: true })
}

/** Gives a name and joins, in a page that shows a zone. */
export async function joinAs(pane: Locator, name: string): Promise<void> {
  await pane.getByLabel('Your name').fill(name)
  await pane.getByRole('button', { name: 'Join' }).click()
  await waitForLabel(pane, 'Live')
}

/** Waits until a pane says in a word how it stands: Live, Reconnecting, Paused … */
export async function waitForLabel(pane: Locator, label: string): Promise<void> {
  await pane
    .getByRole('status')
    .filter({ hasText: new RegExp(`^${label}$`) })
    .waitFor()
}

/** Waits until the screen of hello-grid is drawn: before that it takes no keys. */
export async function waitForMeadow(pane: Locator): Promise<void> {
  await waitForLabel(pane, 'Live')
  await pane.getByRole('img', { name: 'The meadow' }).waitFor()
}

/** Fills the login of the debug user in. */
export async function logIn(page: Page, password: string = debugUser.password): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Log in as the debug user' })
  await dialog.getByLabel('Name').fill(debugUser.username)
  await dialog.getByLabel('Password').fill(password)
  await dialog.getByRole('button', { name: 'Log in' }).click()
}

/** The list that says in words what the grid draws, opened. */
export async function openSeenList(pane: Locator): Promise<Locator> {
  await pane.getByRole('tab', { name: 'Grid & intents' }).click()
  await pane.getByText('What you see, as a list').click()
  return pane.getByRole('group').filter({ hasText: 'What you see, as a list' }).getByRole('listitem')
}

/** The token that the browser keeps for its player. */
export async function tokenIn(page: Page): Promise<string> {
  const { origins } = await page.context().storageState()
  const kept = origins.flatMap(({ localStorage }) => localStorage).find(({ name }) => name === 'gridtick.guest.first')
  return JSON.parse(kept?.value ?? '{}').token
}
