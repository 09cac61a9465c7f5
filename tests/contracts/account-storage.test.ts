import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StorageError } from '../../framework/storage/zone-storage.ts'
import { type OpenStorage, storages } from './storages.ts'

const ann = { playerId: 'p1', username: 'ann', displayName: 'Änn 😀', passwordHash: 'scrypt$…', createdAt: 1_000 }

describe.each(storages)('accounts in $name', ({ open }) => {
  let storage: OpenStorage
  beforeEach(async () => {
    storage = await open()
  })
  afterEach(() => storage.close())

  test('an account is found by its username as it was given, and by no other', async () => {
    expect(await storage.accounts.createAccount(ann)).toBe(true)
    expect(await storage.accounts.findAccount('ann')).toEqual(ann)
    expect(await storage.accounts.findAccount('Ann')).toBeUndefined()
    expect(await storage.accounts.findAccount('bob')).toBeUndefined()
  })

  test('a taken username is refused, and the account stays as it was', async () => {
    await storage.accounts.createAccount(ann)
    expect(await storage.accounts.createAccount({ ...ann, playerId: 'p2', passwordHash: 'other' })).toBe(false)
    expect(await storage.accounts.findAccount('ann')).toEqual(ann)
    expect(await storage.accounts.createAccount({ ...ann, playerId: 'p2', username: 'ann2' })).toBe(true)
  })

  test('one player has one account', async () => {
    await storage.accounts.createAccount(ann)
    await expect(storage.accounts.createAccount({ ...ann, username: 'other' })).rejects.toThrow(StorageError)
    expect(await storage.accounts.findAccount('other')).toBeUndefined()
  })
})
