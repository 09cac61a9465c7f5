import { describe, expect, test } from 'vitest'
import { remember } from '../../apps/console/page/inspector/charts/figure-history.ts'
import { formatBytes, formatDuration, formatNumber } from '../../apps/console/page/inspector/charts/format-figure.ts'
import { parseMetrics } from '../../apps/console/page/inspector/charts/parse-metrics.ts'
import { percentile, rateOf, readFigures } from '../../apps/console/page/inspector/charts/read-figures.ts'
import {
  everyLogEntry,
  logQuery,
  newerThan,
  newestPlace,
  olderThan,
} from '../../apps/console/page/inspector/log/log-place.ts'
import type { LogEntry, Zone } from '../../apps/console/page/inspector/server-answers.ts'
import { findZones } from '../../apps/console/page/inspector/zones/find-zones.ts'
import { createMetrics } from '../../framework/server/src/observe/metrics.ts'

describe('the Prometheus text format', () => {
  test('samples with and without labels; everything else is passed over', () => {
    const metrics = parseMetrics(
      [
        '# HELP frames_total Frames sent',
        '# TYPE frames_total counter',
        'frames_total 12',
        'lag_bucket{le="+Inf",module="a \\"b\\" \\\\ {c}\\n"} 3',
        'small 1.5e-3 1700000000000',
        'endless +Inf',
        'undecided NaN',
        'rubbish',
        '',
      ].join('\n'),
    )
    expect(metrics.get('frames_total')).toEqual([{ labels: {}, value: 12 }])
    expect(metrics.get('lag_bucket')).toEqual([{ labels: { le: '+Inf', module: 'a "b" \\ {c}\n' }, value: 3 }])
    expect(metrics.get('small')?.[0]?.value).toBe(0.0015)
    expect(metrics.get('endless')?.[0]?.value).toBe(Number.POSITIVE_INFINITY)
    expect([...metrics.keys()]).toEqual(['frames_total', 'lag_bucket', 'small', 'endless'])
  })

  test('the figures of this server are read by their names', async () => {
    const server = createMetrics()
    server.addGauge({ name: 'gridtick_connections', help: 'Open sockets', read: () => 5 })
    const scrape = async (at: number) => ({ at, metrics: parseMetrics((await server.render()).text) })
    const step = { onTickMs: 1, commitMs: 1, viewMs: 1, encodeSendMs: 1, entitiesChanged: 0 }
    const before = await scrape(0)
    for (let count = 0; count < 10; count++) server.telemetry.step({ ...step, module: 'a', totalMs: 2 })
    server.telemetry.step({ ...step, module: 'b', totalMs: 400 })
    server.telemetry.lag('a', 0.2)
    server.telemetry.frame(1_000)
    server.telemetry.frame(3_000)
    server.telemetry.frameSkipped()
    const figures = readFigures(before, await scrape(2_000), 'a')
    expect(figures).toMatchObject({ at: 2_000, framesPerSecond: 1, bytesPerSecond: 2_000, skippedPerSecond: 0.5 })
    expect(figures.connections).toBe(5)
    // Of module a alone: the bucket from 1 to 2.5 ms holds all of them.
    expect(figures.stepMedianMs).toBeCloseTo(1.75)
    expect(figures.stepHighMs).toBeLessThanOrEqual(2.5)
    expect(figures.lagHighMs).toBeLessThanOrEqual(0.25)
    expect(readFigures(before, await scrape(2_000)).stepHighMs).toBeGreaterThan(250)
  })
})

describe('rates and percentiles', () => {
  const metrics = (lines: string) => parseMetrics(lines)
  const buckets = (counts: readonly number[]) =>
    metrics(['0.001', '0.01', '+Inf'].map((le, index) => `t_bucket{le="${le}"} ${counts[index]}`).join('\n'))

  test('a rate is the increase of all labels over time; a counter that fell began anew', () => {
    const before = metrics('c{code="1"} 10\nc{code="2"} 5')
    expect(rateOf(before, metrics('c{code="1"} 14\nc{code="2"} 7'), 'c', 2)).toBe(3)
    expect(rateOf(before, metrics('c{code="1"} 4'), 'c', 2)).toBe(2)
    expect(rateOf(metrics(''), metrics('c 4'), 'c', 2)).toBe(2)
    expect(rateOf(before, metrics(''), 'c', 2)).toBeNull()
    expect(rateOf(before, before, 'c', 0)).toBeNull()
  })

  test('a percentile is of what came between, evenly within its bucket', () => {
    const none = buckets([0, 0, 0])
    expect(percentile(none, buckets([10, 10, 10]), { name: 't', share: 0.5 })).toBeCloseTo(0.0005)
    expect(percentile(none, buckets([10, 20, 20]), { name: 't', share: 0.75 })).toBeCloseTo(0.0055)
    expect(percentile(buckets([10, 10, 10]), buckets([10, 20, 20]), { name: 't', share: 0.5 })).toBeCloseTo(0.0055)
  })

  test('nothing between is no percentile, and what lies beyond the last bound counts as that bound', () => {
    expect(percentile(buckets([1, 2, 3]), buckets([1, 2, 3]), { name: 't', share: 0.5 })).toBeNull()
    expect(percentile(metrics(''), metrics(''), { name: 't', share: 0.5 })).toBeNull()
    expect(percentile(buckets([0, 0, 0]), buckets([0, 0, 5]), { name: 't', share: 0.99 })).toBe(0.01)
  })

  test('at most ten minutes are kept, and a pause breaks the line', () => {
    const figures = (at: number) => ({ ...readFigures({ at: 0, metrics: metrics('') }, { at, metrics: metrics('') }) })
    let history = remember([], figures(0))
    for (let at = 2_000; at <= 1_200_000; at += 2_000) history = remember(history, figures(at))
    expect([history.length, history[0]?.at, history.at(-1)?.at]).toEqual([301, 600_000, 1_200_000])
    const broken = remember(history, figures(1_260_000))
    expect(broken.slice(-3).map(({ at }) => at)).toEqual([1_200_000, 1_259_999, 1_260_000])
    expect(broken.at(-2)?.connections).toBeNull()
    for (let at = 1; at <= 5_000; at++) history = remember(history, figures(1_200_000 + at))
    expect(history).toHaveLength(600)
  })
})

test('figures are short and have their unit', () => {
  expect([0, 0.044, 1.239, 12.34, 1_234.5].map(formatNumber)).toEqual(['0', '0.04', '1.24', '12.3', '1,235'])
  expect([0, 999, 1_500, 2_500_000, 7e12].map(formatBytes)).toEqual(['0 B', '999 B', '1.5 kB', '2.5 MB', '7,000 GB'])
  expect([5.9, 60, 7_320, 90_000].map(formatDuration)).toEqual(['5 s', '1 min', '2 h 2 min', '1 d 1 h'])
})

describe('pages of the log', () => {
  const entry = (seq: number) => ({ seq }) as LogEntry

  test('older pages begin below what is shown, and newer ones lead back to the newest', () => {
    const first = olderThan(newestPlace, [entry(40), entry(41)])
    const second = olderThan(first, [entry(20)])
    expect([first, second, newerThan(second), newerThan(first)]).toEqual([[40], [40, 20], [40], []])
    expect(olderThan(second, [])).toBe(second)
    expect(newerThan(newestPlace)).toEqual(newestPlace)
  })

  test('a page is asked for with one entry more, its filters, and nothing that is empty', () => {
    expect(logQuery(newestPlace, everyLogEntry, 100)).toBe('fromEnd=true&limit=101')
    expect(logQuery([40, 20], { type: ' step ', playerId: 'a', result: 'refused' }, 10)).toBe(
      'fromEnd=true&limit=11&beforeSeq=20&type=step&playerId=a&result=refused',
    )
  })
})

describe('zones by name or id', () => {
  const names = Array.from({ length: 700 }, (_, index) => ({
    id: `z${String(index).padStart(4, '0')}`,
    name: `Zone ${index}`,
  }))
  const readPage = async (cursor: string | null) => {
    const from = cursor === null ? 0 : names.findIndex(({ id }) => id > cursor)
    const zones = names.slice(from, from + 50) as unknown as readonly Zone[]
    return { zones, nextCursor: from + 50 < names.length ? (zones.at(-1)?.id ?? null) : null }
  }
  const find = (text: string, cursor: string | null = null) => findZones({ text, cursor, readPage })

  test('without a text a page is a page of the server', async () => {
    const found = await find(' ')
    expect([found.zones.length, found.nextCursor, found.walked]).toEqual([50, 'z0049', 1])
  })

  test('pages are walked until the page is full; the next one begins behind the last shown', async () => {
    const found = await find('zone 1')
    expect([found.zones.length, found.nextCursor]).toEqual([50, found.zones.at(-1)?.id])
    const second = await find('ZONE 1', found.nextCursor)
    expect(new Set([...found.zones, ...second.zones].map(({ id }) => id)).size).toBe(100)
  })

  test('a search that finds little stops after so many pages, and can go on', async () => {
    const found = await find('z0699')
    expect([found.zones, found.nextCursor, found.walked]).toEqual([[], 'z0499', 10])
    const second = await find('z0699', found.nextCursor)
    expect([second.zones.map(({ id }) => id), second.nextCursor]).toEqual([['z0699'], null])
  })
})
