import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { filesOfModules } from '../../../framework/server/src/zones/thread/files-of-modules.ts'

test('[THREAD-4] modules that a program only names are taken to be in the file that exports them', () => {
  const modules = { from: './tests/server/zone-thread/exported.ts', export: 'games' }
  const moduleFiles = new Map([['two', '/games/two.ts']])
  expect([...filesOfModules([{ name: 'one' }, { name: 'two' }], { modules, moduleFiles })]).toEqual([
    ['one', resolve(modules.from)],
    ['two', '/games/two.ts'],
  ])
})
