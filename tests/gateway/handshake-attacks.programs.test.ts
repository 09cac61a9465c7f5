import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectNothingRetained, openClient, startServer, stopServer, type TestServer } from './attacked-server.ts'
import { type Attack, attacks } from './attacks.ts'
import { carryOut, type Manner, manners, type Outcome } from './carry-out-attack.ts'
import { handshake, hello } from './client-bytes.ts'

describe('broken and hostile handshakes', () => {
  let testServer: TestServer
  const failures: string[] = []
  const unhandled = (error: unknown) => failures.push(String(error))

  beforeAll(async () => {
    process.on('unhandledRejection', unhandled)
    process.on('uncaughtException', unhandled)
    testServer = await startServer({ helloMs: 700, unauthenticatedMax: 10_000, handshakesPerPlayerPerMinute: 10_000 })
  })
  afterAll(async () => {
    await stopServer(testServer)
    process.off('unhandledRejection', unhandled)
    process.off('uncaughtException', unhandled)
  })

  test(`${attacks.length} attacks × ${manners.join(', ')}: refused or closed, nothing retained, the server lives`, async () => {
    expect(attacks.length).toBeGreaterThanOrEqual(40)
    const wrong: string[] = []
    const work = attacks.flatMap((attack) => manners.map((manner) => ({ attack, manner })))
    const runner = async () => {
      for (let next = work.pop(); next !== undefined; next = work.pop()) {
        const { attack, manner } = next
        const staysOpen = attack.expected === 'open' && manner === 'stay idle'
        const outcome = await carryOut(attack, manner, testServer.port, staysOpen ? 1_500 : 5_000)
        const verdict = judge(attack, manner, outcome)
        if (verdict !== undefined) wrong.push(`${attack.name} / ${manner}: ${verdict}`)
      }
    }
    // More at a time are not faster, and each has only so long for its handshake.
    await Promise.all(Array.from({ length: 12 }, runner))
    expect(wrong).toEqual([])
    expect(failures).toEqual([])
    await expectNothingRetained(testServer)
    const { webSocket, received } = await openClient(testServer.port, 'anna')
    expect(webSocket.protocol).toBe('gridtick.v1')
    expect(JSON.parse(received[0] ?? '')).toMatchObject({ type: 'welcome' })
    webSocket.terminate()
    await expectNothingRetained(testServer)
  }, 60_000)

  function judge(attack: Attack, manner: Manner, { status, closeCode, isEnded }: Outcome): string | undefined {
    const isOpen = attack.expected === 'open'
    if (isOpen && manner === 'stay idle') return status === 101 && !isEnded ? undefined : `${status}, ended ${isEnded}`
    if (!isEnded) return 'still open'
    // Who resets hears nothing, and who finishes early may be hung up on before an answer.
    if (manner !== 'stay idle' || attack.expected === 'cut' || isOpen) return undefined
    const got = status === 101 ? closeCode : status
    return got === attack.expected ? undefined : `expected ${attack.expected}, got ${got}`
  }

  test('a refusal is a small problem document', async () => {
    const socket = connect(testServer.port, '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk) => {
      answer += chunk
    })
    socket.write(handshake({ headers: { 'Sec-WebSocket-Version': '12' } }))
    await new Promise((resolve) => socket.once('close', resolve))
    const [head = '', body = ''] = answer.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/)
    expect(head).toContain('\r\nSec-WebSocket-Version: 13')
    expect(head).toContain('\r\nConnection: close')
    expect(head).toContain('\r\nContent-Type: application/problem+json')
    expect(head).toContain(`\r\nContent-Length: ${body.length}`)
    expect(JSON.parse(body)).toEqual({
      type: 'urn:gridtick:bad_request',
      title: 'Bad request',
      status: 426,
      detail: 'Only version 13 is spoken here.',
      code: 'bad_request',
      retryable: false,
    })
  })

  test('a reset while the token is being checked leaves nothing', async () => {
    for (let count = 0; count < 50; count++) {
      const socket = connect(testServer.port, '127.0.0.1')
      socket.on('error', () => {})
      await new Promise<void>((resolve) => socket.once('connect', resolve))
      socket.write(Buffer.concat([Buffer.from(handshake()), hello]))
      if (count % 2 === 0) await new Promise((resolve) => socket.once('data', resolve))
      socket.resetAndDestroy()
    }
    await expectNothingRetained(testServer)
    expect(failures).toEqual([])
  })

  test('only our subprotocol is echoed', async () => {
    const echo = async (offered: string) => {
      const socket = connect(testServer.port, '127.0.0.1')
      const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))))
      socket.write(handshake({ headers: { 'Sec-WebSocket-Protocol': offered } }))
      const text = await answer
      socket.destroy()
      return /Sec-WebSocket-Protocol: (.*)\r\n/.exec(text)?.[1]
    }
    expect(await echo('other, gridtick.v1')).toBe('gridtick.v1')
    expect(await echo('gridtick.v2')).toBeUndefined()
  })
})
