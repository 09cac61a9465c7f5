import { expect, test } from 'vitest'
import type { StepReport } from '../../framework/engine/src/ports/telemetry.ts'
import { probeModule } from './probe-module.ts'
import { createWorld } from './world.ts'

/** The zone of a world whose outlet says when it holds what it is given, when it writes it, and how long that takes. */
async function watchedOutlet() {
  const world = await createWorld(
    probeModule({ onTick: ({ intents, tick }) => (intents.length > 0 ? { extras: { score: tick } } : {}) }),
  )
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  const story: string[] = []
  const reports: StepReport[] = []
  const { outlet, telemetry } = world.engine
  Object.assign(telemetry, { step: (report: StepReport) => reports.push(report) })
  const { send } = outlet
  Object.assign(outlet, {
    send: (...sent: Parameters<typeof send>) => {
      story.push(sent[2])
      send(...sent)
    },
    hold: () => {
      story.push('hold')
      let isHeld = true
      return () => {
        if (isHeld) story.push('write')
        if (isHeld) world.clock.advance(7)
        isHeld = false
      }
    },
  })
  return { world, ann, story, reports }
}

test('[WIRE-9] the answers and the frames of a step are handed over to be written together', async () => {
  const { world, ann, story } = await watchedOutlet()
  await world.intent(ann, 'act', { value: 1 })
  story.length = 0
  await world.beat()
  expect(story).toEqual(['hold', 'final', 'frame', 'write'])
})

test('the time that it takes to write them counts as time to send', async () => {
  const { world, ann, reports } = await watchedOutlet()
  await world.intent(ann, 'act', { value: 1 })
  await world.beat()
  expect(reports.map(({ encodeSendMs }) => encodeSendMs)).toEqual([7])
})
