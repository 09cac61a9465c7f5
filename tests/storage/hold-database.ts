import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'
import { commitOf, zoneOf } from '../../framework/testing/src/contracts/rows.ts'

// A server of its own for the tests: opens the database, stores one zone at tick 1, and stays until it is killed.
const { zones } = await openLibsqlStorage({ url: process.argv[2] ?? '', sync: 'full', logger: silentLogger })
await zones.createZone(zoneOf(), [])
await zones.commit([commitOf()])
process.stdout.write('holding\n')
setInterval(() => {}, 1_000)
