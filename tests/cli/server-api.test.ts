import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createServerApi } from '../../apps/cli/server/server-api.ts'
import { runHere } from './run-here.ts'

/** A server that does whatever a test says. */

let server: Server
let url = ''
let answer: RequestListener = () => {}

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const token = { kind: 'token', token: 'x' } as const

/** What stands on standard error after some work, and what the work was rejected with. */
async function watched(work: () => Promise<unknown>) {
  const written: string[] = []
  const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => written.push(String(text)) > 0)
  try {
    const error = await work().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    return { error, stderr: written.join('') }
  } finally {
    spy.mockRestore()
  }
}

test('a server that takes its time is waited for with a word, and given up with what to look at', async () => {
  answer = () => {}
  const patience = { noticeMs: 1, answerMsMax: 200 }
  const silent = await watched(() => createServerApi(url, token, patience).get('/v1/zones'))
  expect(silent.stderr).toBe('Waiting for the server …\n')
  expect(silent.error).toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('has not answered for 0.2 s'),
    todo: expect.stringContaining('terminal or log'),
  })
  // Neither is said of one that answers, nor the first to a program.
  answer = (_, response) => void response.end('{}')
  expect(await watched(() => createServerApi(url, token).get('/v1/zones'))).toEqual({ error: undefined, stderr: '' })
  answer = () => {}
  const quiet = { ...patience, noticeMs: Number.POSITIVE_INFINITY }
  expect((await watched(() => createServerApi(url, token, quiet).get('/v1/zones'))).stderr).toBe('')
})

test('an answer that breaks off or stops in the middle is no answer of another program', async () => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{')
    setImmediate(() => response.destroy())
  }
  const broken = await watched(() => createServerApi(url, token).get('/v1/zones'))
  expect(broken.error).toMatchObject({ exitCode: 3, message: expect.stringContaining('broke off') })
  answer = (_, response) => void response.writeHead(200, { 'content-length': '100' }).write('{')
  const stuck = await watched(() => createServerApi(url, token, { answerMsMax: 200 }).get('/v1/zones'))
  expect(stuck.error).toMatchObject({ exitCode: 3, message: expect.stringContaining('has not answered') })
  answer = (_, response) => void response.end('<html>')
  const other = await watched(() => createServerApi(url, token).get('/v1/zones'))
  expect(other.error).toMatchObject({ exitCode: 3, message: expect.stringContaining('not a Gridtick server') })
})

test('a login that the server has forgotten is made again, once; one that failed is tried by the next call', async () => {
  const login = { kind: 'login', username: 'root', password: 'secret' } as const
  const seen: string[] = []
  let valid = 'token 1'
  let logins = 0
  answer = ({ url: path = '', headers }, response) => {
    seen.push(`${path} ${headers.authorization ?? ''}`.trim())
    if (path === '/v1/auth/login') return void response.end(JSON.stringify({ token: `token ${++logins}` }))
    if (headers.authorization === `Bearer ${valid}`) return void response.end('{}')
    response.writeHead(401).end(JSON.stringify({ code: 'unauthenticated', detail: 'no' }))
  }
  const api = createServerApi(url, login)
  await api.get('/one')
  valid = 'token 2'
  await api.get('/two')
  expect(seen).toEqual([
    '/v1/auth/login',
    '/one Bearer token 1',
    '/two Bearer token 1',
    '/v1/auth/login',
    '/two Bearer token 2',
  ])
  valid = 'none'
  await expect(api.get('/three')).rejects.toMatchObject({ exitCode: 4 })
  expect(logins).toBe(3)

  const working = answer
  answer = (_, response) => void response.writeHead(503).end(JSON.stringify({ detail: 'busy', retryAfterMs: 1_500 }))
  const late = createServerApi(url, login)
  await expect(late.get('/four')).rejects.toMatchObject({ exitCode: 1, retryAfterMs: 1_500 })
  valid = 'token 4'
  answer = working
  expect(await late.get('/four')).toEqual({})
})

test('what the server refuses is told by the options of the command, not by the parameters of its API', async () => {
  const refuse = (status: number, body: object): RequestListener => {
    return (_, response) => void response.writeHead(status).end(JSON.stringify(body))
  }
  const run = (...args: readonly string[]) => runHere([...args, '--url', url, '--token', 'x'], {})
  const hint = 'Only members of this zone may look. Add ?full=true, or ?as= with a member.'
  answer = refuse(403, { code: 'not_a_member', detail: hint })
  const id = '019b0c4e-0000-7000-8000-000000000000'
  const told = JSON.parse((await run('state', id, '--json')).stderr) as { readonly error: object }
  expect(told.error).toMatchObject({
    exitCode: 4,
    message: 'Only members of this zone may look.',
    todo: 'Add --full to see everything, or --as PLAYER to see what a member sees.',
  })

  const errors = ['/everyMs', '/config/size', '/module', '/of/them'].map((pointer) => ({
    pointer,
    message: 'is wrong',
  }))
  answer = refuse(400, { code: 'invalid', detail: 'That cannot be.', errors })
  const { stderr } = await run('zones', 'create', 'hello-grid')
  expect(stderr.split('\n').slice(0, 5)).toEqual([
    'That cannot be.',
    '  --every-ms: is wrong',
    '  --config at /size: is wrong',
    '  MODULE: is wrong',
    '  /of/them: is wrong',
  ])
})
