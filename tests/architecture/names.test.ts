import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readSources } from './read-source.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Who may name the period of a zone. The engine asks a zone's schedule for whatever comes of it. */
const mayNameThePeriod = [
  // What a module says of its schedule, and hears of it.
  'framework/core/src/contract/schedule.ts',
  'framework/core/src/contract/contexts.ts',
  // The kinds of schedules, and what passes between them and who makes a zone.
  'framework/engine/src/ports/schedule.ts',
  'framework/engine/src/schedules/',
  // The row of a zone.
  'framework/engine/src/ports/storage/stored-zone.ts',
  'framework/engine/src/ports/storage/zone-rows.ts',
  'framework/storage-sqlite/src/schema.ts',
  'framework/storage-sqlite/src/shipped-migrations.ts',
  'framework/testing/src/contracts/rows.ts',
  // The wire, and those who speak it: what makes a zone, and what shows one.
  'framework/protocol/src/',
  'framework/server/src/rest/zone-bodies.ts',
  'framework/server/src/rest/zone-routes.ts',
  'framework/client/src/joined-zone.ts',
  'framework/client/src/zone/zone-subscription.ts',
  'framework/client/src/zone/create-joined-zone.ts',
  'framework/testing/src/test-zone.ts',
  'framework/testing/src/test-zone-options.ts',
  'framework/testing/src/check-calls.ts',
  'apps/bots/load-plan.ts',
  'apps/bots/crowd/find-places.ts',
  'apps/bots/server/server-access.ts',
  'apps/cli/arguments/option-names.ts',
  'apps/cli/commands/loadtest.ts',
  'apps/cli/commands/zones-create.ts',
  'apps/cli/loadtest/read-options.ts',
  'apps/cli/output/print-zone.ts',
  'apps/cli/tail/presenter.ts',
  'apps/cli/tail/terminal-presenter.ts',
  'apps/console/page/inspector/server-answers.ts',
  'apps/console/page/inspector/zones/zone-head.ts',
]

test('the period of a zone is known to the schedules that have one, to the wire and to the row, and to nobody else', () => {
  const naming = readSources(root, ['framework', 'apps'])
    .map(({ path }) => path)
    .filter((path) => /\beveryMs\b/.test(readFileSync(`${root}${path}`, 'utf8')))
  const isAllowed = (path: string) => mayNameThePeriod.some((allowed) => path.startsWith(allowed))
  expect(naming.filter((path) => !isAllowed(path))).toEqual([])
  // Whoever names it no more leaves the list.
  expect(mayNameThePeriod.filter((allowed) => !naming.some((path) => path.startsWith(allowed)))).toEqual([])
})

test('a refusal becomes a message of the socket, an answer of REST, or an error of a program, in one file each', () => {
  const asking = readSources(root, ['framework'])
    .map(({ path }) => path)
    .filter((path) => /\bisRetryable\b/.test(readFileSync(`${root}${path}`, 'utf8')))
  expect(asking.sort()).toEqual([
    'framework/protocol/src/codes.ts',
    'framework/protocol/src/error-codes.ts',
    'framework/protocol/src/refusal-messages.ts',
    'framework/server/src/embedding/refused-error.ts',
    'framework/server/src/rest/problem.ts',
  ])
})

test('a field that may be missing is left out by one helper: given()', () => {
  const byHand = /([\w.?#]+) === undefined \? \{\} : \{ (\w+: )?\1 \}/
  // They import nothing of the protocol.
  const others = ['framework/screen/', 'framework/server/src/zones/', 'framework/core/']
  const writing = readSources(root, ['framework'])
    .map(({ path }) => path)
    .filter((path) => byHand.test(readFileSync(`${root}${path}`, 'utf8')))
    .filter((path) => !others.some((other) => path.startsWith(other)))
  expect(writing).toEqual([])
})
