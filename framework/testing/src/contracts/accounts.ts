import { type Storage, StorageError } from '@gridtick/engine/ports'
import type { StorageUnderTest } from './storage-under-test.ts'
import type { TestFramework } from './test-framework.ts'

const ann = { playerId: 'p1', username: 'ann', displayName: 'Änn 😀', passwordHash: 'scrypt$…', createdAt: 1_000 }

const many = 100

export function accountsContract(
  { describe, test, beforeEach, afterEach, expect }: TestFramework,
  { name, open }: StorageUnderTest,
): void {
  describe(`accounts in ${name}`, () => {
    let storage: Storage
    beforeEach(async () => {
      storage = await open()
    })
    afterEach(() => storage.close())

    test('an account is found by its username as it was given, and by no other', async () => {
      expect(await storage.accounts.createAccount(ann, many)).toBe('created')
      expect(await storage.accounts.findAccount('ann')).toEqual(ann)
      expect(await storage.accounts.findAccount('Ann')).toBeUndefined()
      expect(await storage.accounts.findAccount('bob')).toBeUndefined()
    })

    test('a taken username is refused, and the account stays as it was', async () => {
      await storage.accounts.createAccount(ann, many)
      expect(await storage.accounts.createAccount({ ...ann, playerId: 'p2', passwordHash: 'other' }, many)).toBe(
        'taken',
      )
      expect(await storage.accounts.findAccount('ann')).toEqual(ann)
      expect(await storage.accounts.createAccount({ ...ann, playerId: 'p2', username: 'ann2' }, many)).toBe('created')
    })

    test('one player has one account', async () => {
      await storage.accounts.createAccount(ann, many)
      await expect(storage.accounts.createAccount({ ...ann, username: 'other' }, many)).rejects.toThrow(StorageError)
      expect(await storage.accounts.findAccount('other')).toBeUndefined()
    })

    test('[LIM-9] beyond accountsMax there is no further account, and a taken name is still said to be taken', async () => {
      const create = (name: string) =>
        storage.accounts.createAccount({ ...ann, playerId: `player-${name}`, username: name }, 2)
      expect([await create('ann'), await create('bob'), await create('cleo')]).toEqual(['created', 'created', 'full'])
      expect(await create('ann')).toBe('taken')
      expect(await storage.accounts.findAccount('cleo')).toBeUndefined()
      expect(await storage.accounts.createAccount({ ...ann, playerId: 'p3', username: 'cleo' }, 3)).toBe('created')
      const crowd = await Promise.all(
        ['dora', 'emil', 'fay'].map((name) =>
          storage.accounts.createAccount({ ...ann, playerId: name, username: name }, 4),
        ),
      )
      expect(crowd.sort()).toEqual(['created', 'full', 'full'])
    })
  })
}
