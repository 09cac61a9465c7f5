import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findWrites } from './find-writes.ts'
import { readSources } from './read-source.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const engine = 'framework/engine/src/'

/** Which file writes which part of a zone. Loading it again writes what is stored, all at once. */
const writers = {
  info: 'zone/zone.ts',
  claim: 'step/commit-step.ts',
  committed: 'zone/zone-state.ts',
  life: 'zone/life.ts',
  clockwork: 'zone/clockwork.ts',
  recording: 'zone/zone-recorder.ts',
  doubts: 'zone/doubts.ts',
  watching: 'zone/watching.ts',
  isolation: 'step/finish-search.ts',
  lastStepStopped: 'step/finish-search.ts',
  idleSince: 'schedule/activity.ts',
}
const parts = Object.keys(writers)

test('each part of a zone is written by one file', () => {
  const files = readSources(root, [engine.slice(0, -1)]).map(({ path }) => path)
  const writes = files.flatMap((path) =>
    findWrites(readFileSync(`${root}${path}`, 'utf8'), parts).map((write) => ({
      file: path.slice(engine.length),
      part: write.replace(/ \(line \d+\)/, ''),
      write,
    })),
  )
  const isAllowed = ({ file, part }: { file: string; part: string }) =>
    part === parts.join(', ') ? file === 'zone/zone.ts' : writers[part as keyof typeof writers] === file
  expect(writes.filter((write) => !isAllowed(write)).map(({ file, write }) => `${file}: ${write}`)).toEqual([])
  expect(new Set(writes.map(({ part }) => part))).toEqual(new Set([...parts, parts.join(', ')]))
})

test.each([
  ['zone.life = paused(zone.life)', 'life (line 1)'],
  ['zone.life.failures += 1', 'life (line 1)'],
  ['zone.clockwork.tick++', 'clockwork (line 1)'],
  ['const { committed } = zone\ncommitted.tick = 1', 'committed (line 2)'],
  ['committed.members.delete(playerId)', 'committed (line 1)'],
  ['zone.committed.entities.apply(changes)', 'committed (line 1)'],
  ['delete zone.doubts.commit', 'doubts (line 1)'],
  ['Object.assign(zone, fresh)', `${parts.join(', ')} (line 1)`],
  ['Object.assign(zone.watching, { stepsAhead: 0 })', 'watching (line 1)'],
])('a planted write is found: %s', (text, write) => {
  expect(findWrites(text, parts)).toEqual([write])
})

test.each(['const life = zone.life', 'let life = 1\nlife = 2', 'zone.queue.settle(inputs)', 'byId.set(id, committed)'])(
  'what writes to no part is none: %s',
  (text) => {
    expect(findWrites(text, parts)).toEqual([])
  },
)
