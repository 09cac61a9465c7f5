import { type Client, createClient } from '@gridtick/client'
import { WebSocket } from 'ws'
import { manifest } from '../manifest.ts'

/** A player's connection to the server at a URL of REST. Node 20 has no WebSocket of its own. */
export function openClient(url: string, token: string): Client {
  return createClient({
    url: `${url.replace(/^http/, 'ws')}/v1/ws`,
    token,
    WebSocket,
    name: `gridtick-cli/${manifest.version}`,
  })
}
