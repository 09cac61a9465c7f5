import { afterEach, describe, expect, test } from 'vitest'
import { frameCodecs } from '../../../framework/protocol/src/codecs/frame-codecs.ts'
import { jsonReading } from '../../../framework/protocol/src/codecs/json-reading.ts'
import { readingCodecs } from '../../../framework/protocol/src/codecs/reading-codecs.ts'
import { until } from '../../gateway/attacked-server.ts'
import { settle } from '../../gateway/gateway-fakes.ts'
import { type CodecServer, connectPlayer, startCodecServer } from '../codec-server.ts'

describe.each([{ isLinked: false }, { isLinked: true }])(
  '[WIRE-10] over a real socket, linked: $isLinked',
  (options) => {
    let server: CodecServer | undefined
    afterEach(async () => {
      await server?.stop()
      server = undefined
    })

    test('results of a tick are one frame, ticks are bytes, and the view is that of JSON; no answer is owed at the end', async () => {
      server = await startCodecServer(frameCodecs, options)
      const { zoneId, zones, step, unanswered } = server
      const ann = await connectPlayer(server, 'ann', readingCodecs)
      const bob = await connectPlayer(server, 'bob', [jsonReading])
      const players = [ann, bob]
      for (const { sender } of players) sender.push({ type: 'subscribe', zoneId, mode: 'delta', ref: 's' })
      await until(async () => (await zones.health()).queuedInputs === 2, 'two joins wait')
      await step()
      await until(() => players.every(({ view }) => view() !== undefined), 'views')
      for (const { sender } of players)
        for (const seq of [1, 2, 3])
          sender.push({ type: 'intent', zoneId, seq, intent: 'act', payload: { value: seq }, ref: `i${seq}` })
      await until(async () => (await zones.health()).queuedInputs === 6, 'six intents wait')
      expect(unanswered()).toBe(6)
      await step()
      const resultsOf = ({ heard }: typeof ann) => heard.filter(({ type }) => type === 'intent_result')
      await until(() => players.every((player) => resultsOf(player).length === 3), 'results')
      await settle()
      expect(unanswered()).toBe(0)

      await until(() => players.every(({ view }) => view()?.tick === 2), 'views of the last tick')
      expect(ann.view()).toEqual(bob.view())
      const plain = resultsOf(bob).map((result) => ({ ...result, ref: undefined, intentId: undefined }))
      expect(resultsOf(ann)).toEqual(plain)
      // Three results, and the frame of the tick; before that the first view.
      expect(ann.raw.filter((kind) => kind === 'binary')).toHaveLength(3)
      const types = (player: typeof ann) => player.heard.map(({ type }) => type)
      expect(types(ann)).toEqual(types(bob).filter((type) => type !== 'intent_received'))
      expect(players.map(({ losses }) => losses)).toEqual([[], []])
      for (const { link } of players) await link.close()
    })
  },
)
