import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { debugUser } from '../integration/debug-user.ts'
import { freshFolder } from '../integration/fresh-folder.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { runCli, startCli } from './run-cli.ts'
import { runHere } from './run-here.ts'

/** The real program against a real server, both in processes of their own; what is only another case runs here. */

let server: RunningServer
let folder = ''
let token = ''

beforeAll(async () => {
  // Whoever logs in wrongly here must not keep the others out.
  server = await startServer({ modules: ['hello-grid'], limits: { loginFailuresPerAccountPerMinute: 1_000 } })
  folder = freshFolder()
  token = (await ask('POST', '/v1/auth/login', debugUser)).token ?? ''
})

/** As the debug user of the server, by a token: a login takes a while, on purpose. */
function settings(): Record<string, string> {
  return { PORT: new URL(server.url).port, GRIDTICK_TOKEN: token }
}

/** The same by name and password. */
function loginSettings(): Record<string, string> {
  return {
    PORT: new URL(server.url).port,
    DEBUG_USER: debugUser.username,
    DEBUG_PASSWORD: debugUser.password,
  }
}

const run = (args: readonly string[], more: Record<string, string> = {}) =>
  runCli(args, { folder, settings: { ...settings(), ...more } })

/** Quicker, in this process. */
const here = (args: readonly string[], more: Record<string, string> = {}) => runHere(args, { ...settings(), ...more })

const start = (args: readonly string[]) => startCli(args, { folder, settings: settings() })

/** What a command that must succeed prints with --json. */
async function json(...args: readonly string[]) {
  const { code, stdout, stderr } = await here([...args, '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

async function createZone(...options: readonly string[]): Promise<string> {
  return (await json('zones', 'create', 'hello-grid', '--config', '{"width":6,"height":6,"pebbles":3}', ...options)).id
}

async function ask(
  method: string,
  path: string,
  body?: object,
  as?: string,
): Promise<{ readonly [key: string]: string }> {
  const response = await fetch(server.url + path, {
    method,
    headers: { 'content-type': 'application/json', ...(as && { authorization: `Bearer ${as}` }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  return (await response.json()) as { readonly [key: string]: string }
}

describe('zones', () => {
  test('one is made, shown, listed, paused, stepped, recorded, resumed and deleted', async () => {
    const id = await createZone('--name', 'meadow', '--seed', 'spring', '--every-ms', '200')
    // One of these in a process of its own; the others are quicker in this one.
    const shown = await run(['zones', 'show', id])
    expect(shown.stdout).toMatch(/^name +meadow\nmodule +hello-grid 1.0.0\nstatus +open\n/m)
    expect(shown.stdout).toMatch(/^every +200 ms$/m)

    expect((await here(['zones', 'show', id.slice(0, -1)])).stdout).toBe(shown.stdout)

    expect((await here(['zones', 'pause', id])).stdout).toMatch(/^status +paused$/m)
    const { zones } = await json('zones', 'list', '--status', 'paused', '--module', 'hello-grid')
    expect(zones).toEqual([expect.objectContaining({ id, name: 'meadow' })])
    expect((await here(['zones', 'list'])).stdout).toMatch(
      new RegExp(`^ID +NAME.*\n[sS]*^${id} +meadow +hello-grid +paused`, 'm'),
    )

    const stepped = await here(['zones', 'step', id, '--ticks', '3'])
    expect(stepped).toMatchObject({ code: 0, stdout: expect.stringMatching(/^3 ticks were run/) })
    expect((await here(['zones', 'record', id, 'on'])).stdout).toMatch(/^recorded +yes$/m)
    expect(await json('zones', 'record', id, 'off')).toMatchObject({ record: false })
    expect((await here(['zones', 'resume', id, '--discard-intents'])).stdout).toMatch(/^status +open$/m)

    // Nobody is there to be asked.
    expect(await here(['zones', 'delete', id])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
    expect(await json('zones', 'show', id)).toMatchObject({ id })
    expect((await here(['zones', 'delete', id, '--yes'])).stdout).toBe(`Deleted meadow (${id}).\n`)
    expect(await here(['zones', 'show', id])).toEqual({
      code: 5,
      stdout: '',
      stderr: 'There is no such zone.\nList the zones with: npm run grid -- zones list\n',
    })
  })

  test('stepping a zone that runs is refused with 1, a bad config with what is wrong in it', async () => {
    const id = await createZone()
    const [running, config, notJson, notObject] = await Promise.all([
      here(['zones', 'step', id, '--json']),
      here(['zones', 'create', 'hello-grid', '--config', '{"width":1,"sight":0}']),
      here(['zones', 'create', 'hello-grid', '--config', '{width:1}']),
      here(['loadtest', '--module', 'hello-grid', '--config', '[1]']),
    ])
    expect(running).toMatchObject({ code: 1, stdout: '' })
    expect(JSON.parse(running.stderr).error).toMatchObject({ code: 'conflict', exitCode: 1 })
    expect(config).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^ +--config at \/width: .*\n +--config at \/sight: .*\n$/m),
    })
    expect(notJson).toMatchObject({ code: 2, stderr: expect.stringContaining('single quotes') })
    expect(notObject).toMatchObject({ code: 2, stderr: expect.stringMatching(/not: \[1\]\n.*single quotes/) })
  })

  test('what others wrote cannot play with the terminal', async () => {
    // As far as the server takes such names; those of one that takes all stand in hostile-server.test.ts.
    const name = 'evil\u200b[2J\u00ad'
    const { id } = await ask('POST', '/v1/zones', { module: 'hello-grid', name }, token)
    const [text, one, program] = await Promise.all([
      here(['zones', 'list']),
      here(['zones', 'show', id ?? '']),
      here(['zones', 'list', '--json']),
    ])
    expect(text.stdout).toContain('evil\uFFFD[2J\uFFFD')
    expect(one.stdout).toContain('name      evil\uFFFD[2J\uFFFD')
    expect(JSON.parse(program.stdout).zones).toContainEqual(expect.objectContaining({ id, name }))
  })
})

describe('who one is, and where', () => {
  test('each way to fail has its code and says what to do', async () => {
    const guest = await ask('POST', '/v1/auth/guest', {})
    const [nobody, wrongPassword, badToken, player, unknownModule, otherModule, noServer, badUrl] = await Promise.all([
      here(['zones', 'list'], { GRIDTICK_TOKEN: '' }),
      here(['zones', 'list', '--user', debugUser.username, '--password', 'not the right one']),
      here(['zones', 'list', '--token', 'x', '--json']),
      here(['zones', 'create', 'hello-grid', '--token', guest.token ?? '']),
      here(['zones', 'create', 'hello-gird']),
      here(['zones', 'list', '--module', 'nope']),
      here(['zones', 'list', '--url', 'http://127.0.0.1:10']),
      here(['zones', 'list', '--url', 'localhost']),
    ])
    expect(nobody).toMatchObject({ code: 4, stderr: expect.stringContaining('Set DEBUG_USER and DEBUG_PASSWORD') })
    expect(wrongPassword).toMatchObject({ code: 4, stderr: expect.stringContaining('Check user "root"') })
    expect(badToken).toMatchObject({ code: 4, stdout: '' })
    expect(JSON.parse(badToken.stderr).error).toMatchObject({
      code: 'unauthenticated',
      exitCode: 4,
      todo: expect.stringContaining('is not a token'),
    })
    expect(player).toMatchObject({ code: 4, stderr: expect.stringContaining('Log in as the debug user') })
    expect(unknownModule).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/no module "hello-gird".\nDid you mean hello-grid\? It runs: hello-grid\./),
    })
    expect(otherModule).toMatchObject({ code: 5, stderr: expect.stringContaining('no module "nope"') })
    expect(noServer).toMatchObject({ code: 3, stderr: expect.stringContaining('npm start') })
    expect(badUrl).toMatchObject({ code: 2, stderr: expect.stringContaining('--url must be http://HOST:PORT') })
  })

  test('settings come from .env in the folder, the environment wins, and what is typed wins over both', async () => {
    const own = freshFolder()
    const text = Object.entries(loginSettings()).map(([name, value]) => `${name}=${value}\n`)
    writeFileSync(join(own, '.env'), text.join(''))
    const [fromFile, environment, typed] = await Promise.all([
      runCli(['zones', 'list', '--json'], { folder: own }),
      runCli(['zones', 'list'], { folder: own, settings: { PORT: '10' } }),
      runCli(['zones', 'list', '--json', '--url', server.url], { folder: own, settings: { PORT: '10' } }),
    ])
    expect([fromFile.code, environment.code, typed.code]).toEqual([0, 3, 0])
  })
})

describe('looking into a zone', () => {
  test('tail watches as a guest, state and log tell what happened, and an interrupt leaves tidily', async () => {
    const zone = await createZone()
    const watching = start(['tail', zone, '--as', 'Ann', '--json'])
    const { playerId } = JSON.parse(await watching.line((line) => line.includes('"joined"')))
    const first = JSON.parse(await watching.line((line) => line.includes('"type":"tick"')))
    expect(first.entities).toContainEqual(
      expect.objectContaining({ kind: 'walker', ownerId: playerId, data: { name: 'Ann', pebbles: 0 } }),
    )

    const following = start(['log', zone, '--follow', '--last', '1'])
    const say = { type: 'say', payload: { text: 'Hello!' }, as: playerId }
    expect(await ask('POST', `/v1/zones/${zone}/debug-intents?wait=true`, say, token)).toMatchObject({
      outcome: 'applied',
    })
    expect(JSON.parse(await watching.line((line) => line.includes('"event"')))).toMatchObject({
      type: 'event',
      event: 'said',
      payload: { text: 'Hello!' },
    })
    expect(await following.line((line) => line.includes('Hello!'))).toMatch(/say \{"text":"Hello!"\} {2}applied$/)
    following.interrupt()
    expect((await following.exited).code).toBe(130)

    const [log, byName, refused, more, lost, others, everything, theirs, notOurs, stranger] = await Promise.all([
      json('log', zone, '--type', 'say', '--player', playerId),
      here(['log', zone, '--player', 'ann', '--last', '1']),
      here(['log', zone, '--result', 'refused']),
      here(['log', zone, '--type', 'say', '--limit', '1']),
      here(['log', zone, '--player', 'Bob']),
      here(['log', zone, '--type', 'step']),
      json('state', zone, '--full'),
      here(['state', zone, '--as', 'Ann']),
      here(['state', zone]),
      here(['state', zone, '--as', 'nobody']),
    ])
    expect(log.entries).toEqual([expect.objectContaining({ type: 'say', playerId, result: 'applied' })])
    expect(others.stdout).toBe('Nothing is logged there.\n')
    expect(everything.entities).toHaveLength(4)
    expect(theirs.stdout, theirs.stderr).toMatch(
      /^ID +KIND +X +Y +OWNER +DATA\n[\s\S]*walker .* Ann \S+ .*"name":"Ann"/m,
    )
    expect(notOurs).toMatchObject({ code: 4, stderr: expect.stringContaining('--full') })
    const members = expect.stringContaining(`Its members are: Ann (${playerId}).`)
    expect(stranger).toMatchObject({ code: 5, stderr: members })
    expect(lost).toMatchObject({ code: 5, stdout: '', stderr: members })
    expect(byName.stdout, byName.stderr).toContain(`Ann ${playerId}  say {"text":"Hello!"}  applied\n`)
    expect(more.stdout).toMatch(/^There may be more: npm run grid -- log \S+ --from-seq 2 --type say --limit 1$/m)
    expect(refused.stdout).toBe('Nothing is logged there.\n')

    watching.interrupt()
    expect(await watching.exited).toMatchObject({ code: 130, stdout: expect.stringContaining('"reason":"left"') })
    expect((await json('zones', 'show', zone)).players.members).toBe(0)
  })

  test('tail tells that the zone was deleted, and ends; of a zone that is not there it says so', async () => {
    const zone = await createZone()
    const watching = start(['tail', zone])
    await watching.line((line) => line.startsWith('tick '))
    await here(['zones', 'delete', zone, '--yes'])
    expect(await watching.exited).toMatchObject({ code: 0, stdout: expect.stringMatching(/deleted/) })
    expect(await here(['tail', zone])).toMatchObject({ code: 5, stderr: expect.stringContaining('zones list') })
  })
})

describe('replay', () => {
  test('[LOG-3] a recording gives the same again; of a module that was changed it shows the tick and the fields', async () => {
    const zone = await createZone('--record')
    const [first, second] = await Promise.all([
      here(['tail', zone, '--as', 'Ann', '--frames', '1', '--json']),
      here(['tail', zone, '--as', 'Bob', '--frames', '1', '--json']),
    ])
    expect([first.code, second.code]).toEqual([0, 0])
    const file = join(folder, 'meadow.json')
    const same = await here(['replay', zone, '--save', file])
    expect(same).toMatchObject({
      code: 0,
      stderr: 'Loading the module hello-grid …\n',
      stdout: expect.stringMatching(/^\d+ ticks gave the recorded state/),
    })
    expect(statSync(file).mode & 0o077).toBe(0)

    const changed = readFileSync(new URL('../../modules/hello-grid/hello-grid.ts', import.meta.url), 'utf8')
    writeFileSync(join(folder, 'hello-grid.ts'), changed.replace('pebbles: 0 }', 'pebbles: 7 }'))
    const other = { MODULES: './hello-grid.ts' }
    const [again, differs, differsJson] = await Promise.all([
      run(['replay', '--file', file, '--json']),
      run(['replay', '--file', file], other),
      run(['replay', zone, '--json'], other),
    ])
    expect(JSON.parse(again.stdout)).toMatchObject({ zoneId: zone, ok: true })
    expect(differs).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Tick \d+ gave another state/m) })
    expect(differs.stdout).toMatch(/walker \S+: another one was recorded .*"pebbles":7/)
    expect(differsJson.code).toBe(1)
    expect(JSON.parse(differsJson.stdout)).toMatchObject({
      ok: false,
      difference: { entities: expect.arrayContaining([expect.objectContaining({ kind: 'walker' })]) },
    })
  })

  test('what cannot be replayed is told in one line', async () => {
    const zone = await createZone()
    const file = join(folder, 'no-recording.json')
    writeFileSync(file, '{"format":"something"}')
    const [none, noFile, notOne, nothing, both] = await Promise.all([
      here(['replay', zone]),
      here(['replay', '--file', join(folder, 'missing.json')]),
      here(['replay', '--file', file]),
      here(['replay']),
      here(['replay', zone, '--file', file]),
    ])
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining(`npm run grid -- zones record ${zone} on`) })
    expect(noFile).toMatchObject({ code: 2, stderr: expect.stringContaining('ENOENT') })
    expect(notOne).toMatchObject({ code: 1, stderr: expect.stringContaining('not a recording') })
    expect([nothing.code, both.code]).toEqual([2, 2])
  })
})
