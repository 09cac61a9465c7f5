import { expect, test } from 'vitest'
import { createFightLog } from '../../../../../modules/space-combat/screen/region/fight-log.ts'
import { createPurse } from '../../../../../modules/space-combat/screen/region/purse.ts'
import { storedParty } from '../../stage/props.ts'
import { stage } from '../../stage/stage.ts'
import { allHeard, logOf, readerOf } from '../region-view.ts'

test('a fight that failed is said to be over, in the log and as its outcome', async () => {
  const brace = { id: 'ann', action: 'brace' as const, commit: 0, targetId: null, toSector: null, submittedAt: 9e15 }
  const participants = [storedParty('ann'), storedParty('bob')]
  const region = await stage({
    ships: { ann: { sector: 1 }, bob: { sector: 1 } },
    fights: [{ id: 'broken', sector: 1, participants, pending: [brace] }],
  })
  const log = createFightLog({
    reader: readerOf('ann'),
    purse: createPurse(),
    ask: () => Promise.reject(new Error('not asked')),
    onChange() {},
  })
  log.look({ id: 'broken', sector: 1, round: 1, deadline: 0, parties: [] })
  await region.deadline(1)
  for (const told of allHeard(region.zone, 'ann')) log.hear(told)
  const text = 'This round could not be fought, so the fight is over. Everything is as it was before the round.'
  expect(log.outcome).toEqual({ tone: 'plain', title: 'The fight could not go on', text })
  expect(logOf(region.zone, 'ann').at(-1)).toBe(`Sector 1: ${text}`)
})
