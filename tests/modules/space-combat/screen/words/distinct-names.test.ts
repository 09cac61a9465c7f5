import { describe, expect, test } from 'vitest'
import { distinctNames } from '../../../../../modules/space-combat/screen/words/distinct-names.ts'

function shown(names: Readonly<Record<string, string>>): object {
  return Object.fromEntries(distinctNames(new Map(Object.entries(names))))
}

describe('names that are told apart', () => {
  test('a name that one captain has stays as it is; namesakes have the end of their ids behind it', () => {
    expect(shown({})).toEqual({})
    expect(shown({ 'one-4f2c': 'Ann', 'two-81d0': 'Bob' })).toEqual({ 'one-4f2c': 'Ann', 'two-81d0': 'Bob' })
    expect(shown({ 'one-4f2c': 'Ann', 'two-81d0': 'Ann', 'six-0000': 'Bob' })).toEqual({
      'one-4f2c': 'Ann #4f2c',
      'two-81d0': 'Ann #81d0',
      'six-0000': 'Bob',
    })
  })

  test('the mark is as long as it takes, also where one id ends with another', () => {
    expect(shown({ 'a-94f2c': 'Ann', 'b-84f2c': 'Ann', 'c-81d00': 'Ann' })).toEqual({
      'a-94f2c': 'Ann #94f2c',
      'b-84f2c': 'Ann #84f2c',
      'c-81d00': 'Ann #1d00',
    })
    expect(shown({ ann: 'Ann', joann: 'Ann' })).toEqual({ ann: 'Ann #ann', joann: 'Ann #oann' })
  })
})
