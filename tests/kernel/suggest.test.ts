import { expect, test } from 'vitest'
import { suggest, suggestName } from '../../framework/core/src/kernel/suggest.ts'

test('a hint is given for what is near, and none for what is not', () => {
  const known = ['list', 'create', 'delete']
  expect(suggest('lsit', known)).toBe('Did you mean list?')
  expect(suggest('del', known)).toBe('Did you mean delete?')
  expect(suggest('frobnicate', known)).toBeUndefined()
  expect(suggest('', known)).toBeUndefined()
})

test('a name of code is hinted at behind a sentence', () => {
  expect(`\`onTik\` is unknown.${suggestName('onTik', ['onTick', 'name'])}`).toBe(
    '`onTik` is unknown. Did you mean `onTick`?',
  )
  expect(suggestName('frobnicate', ['onTick', 'name'])).toBe('')
})
