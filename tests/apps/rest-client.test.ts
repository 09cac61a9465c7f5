import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { callServer, UnreachableError } from '../../apps/rest-client/call-server.ts'
import { serverUrl } from '../../apps/rest-client/server-url.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const login = { method: 'POST', path: '/v1/auth/login', body: { password: 'secret' }, answerMsMax: 5_000 } as const

describe('REST as programs call it', () => {
  test('any answer is an answer, a refusal too; body and token arrive', async () => {
    const heard: unknown[] = []
    const url = await listen((request, response) => {
      const { authorization, 'content-type': type } = request.headers
      request.on('data', (chunk) => heard.push(request.url, authorization, type, String(chunk)))
      request.on('end', () => response.writeHead(403).end('{"code":"forbidden"}'))
    })
    const response = await callServer(url, { ...login, token: 'one' })
    expect([response.status, await response.json()]).toEqual([403, { code: 'forbidden' }])
    expect(heard).toEqual(['/v1/auth/login', 'Bearer one', 'application/json', '{"password":"secret"}'])
  })

  test('a password goes to the server that was named, and nowhere else', async () => {
    let isTold = false
    const elsewhere = await listen((_request, response) => {
      isTold = true
      response.end('{}')
    })
    const url = await listen((_request, response) => {
      response.writeHead(307, { location: `${elsewhere}/v1/auth/login` }).end()
    })
    await expect(callServer(url, login)).rejects.toThrow(UnreachableError)
    expect(isTold).toBe(false)
  })

  test('where nobody answers, the error says where and why', async () => {
    const url = await listen(() => {})
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
    await expect(callServer(url, login)).rejects.toThrow(`No server answers at ${url} (ECONNREFUSED).`)
  })

  test.each([
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['https://games.example/v1/zones?limit=1', 'https://games.example'],
    ['https://games.example/docs', 'https://games.example'],
    ['http://127.0.0.1:8787/#/play/z1', 'http://127.0.0.1:8787'],
    ['https://games.example/games/grid', 'https://games.example/games/grid'],
    ['https://games.example/games/grid/?a#b', 'https://games.example/games/grid'],
    ['https://games.example/v1x', 'https://games.example/v1x'],
    ['ws://127.0.0.1:8787', undefined],
    ['127.0.0.1:8787', undefined],
    ['', undefined],
  ])('the server that "%s" names', (text, url) => {
    expect(serverUrl(text)).toBe(url)
  })
})
