/** All that may not be sent, by what is wrong with it, and what it is answered. */

const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
const intent = (fields: string) => `{"type":"intent","zoneId":"z",${fields}}`

const plant = (payload: string) => `{"type":"plant","payload":{"note":${payload}}}`
const good = plant('"x"')

/** A body by the answer it gets; `more` is of its first error. */
type Case = readonly [body: string | Buffer | undefined, status: number, code: string, more?: object]

/** Frames that are no messages of the protocol. */
export const badFrames = {
  'no JSON': 'hello',
  'nothing at all': '',
  'two values': '{"type":"ping"}{"type":"ping"}',
  'a byte order mark': '\ufeff{"type":"ping"}',
  'an array': '[{"type":"ping"}]',
  null: 'null',
  'a number': '7',
  'no type': '{"at":1}',
  'a foreign type': '{"type":"tick"}',
  'a type from the prototype': '{"type":"constructor"}',
  'an unknown key': '{"type":"ping","now":1}',
  'a wrong type': '{"type":"ping","at":"1"}',
  'JSON too deep': intent(`"intent":{"type":"plant","note":${nested(15)}}`),
  'arrays too deep': intent(`"intent":{"type":"plant","note":${'['.repeat(1_900)}${']'.repeat(1_900)}}`),
  'a __proto__': '{"type":"ping","__proto__":{"role":"debug"}}',
  'a __proto__ deep inside': intent('"intent":{"type":"plant","note":{"__proto__":{}}}'),
  'a number beyond all': '{"type":"ping","at":1e999}',
  'half a surrogate pair': intent('"intent":{"type":"plant","note":"\\ud800"}'),
  'half a surrogate pair in a key': intent('"intent":{"type":"plant","\\udc00":1}'),
  'seq 0': intent('"seq":0,"intent":{"type":"plant"}'),
  'a seq below 0': intent('"seq":-1,"intent":{"type":"plant"}'),
  'half a seq': intent('"seq":1.5,"intent":{"type":"plant"}'),
  'a seq as text': intent('"seq":"1","intent":{"type":"plant"}'),
  'a seq beyond 2^53': intent('"seq":9007199254740993,"intent":{"type":"plant"}'),
  'an intent without type': intent('"intent":{"note":"x"}'),
  'an intent that is a list': intent('"intent":[]'),
  'an endless zone id': JSON.stringify({ type: 'subscribe', zoneId: 'z'.repeat(65) }),
  'an empty zone id': '{"type":"subscribe","zoneId":""}',
  'an endless ref': JSON.stringify({ type: 'subscribe', zoneId: 'z', ref: 'r'.repeat(65) }),
  'an unknown mode': '{"type":"subscribe","zoneId":"z","mode":"everything"}',
  'a query without ref': '{"type":"query","zoneId":"z","name":"roots"}',
}

/** Messages whose intent is refused at the door. */
export const badIntents = {
  'an unknown type': [{ type: 'fly' }, { code: 'unknown_intent' }],
  'a type from the prototype': [{ type: 'constructor' }, { code: 'unknown_intent' }],
  'a missing field': [{ type: 'plant' }, { code: 'invalid', errors: [{ pointer: '/note' }] }],
  'a wrong type': [
    { type: 'plant', note: 7 },
    { code: 'invalid', errors: [{ pointer: '/note' }] },
  ],
  'an unknown field': [
    { type: 'plant', note: 'x', as: 'bob' },
    { code: 'invalid', errors: [{ pointer: '/as' }] },
  ],
  'objects as deep as they may be': [
    { type: 'plant', note: JSON.parse(nested(14)) },
    { code: 'invalid', errors: [{ pointer: '/note' }] },
  ],
  'a text too long': [
    { type: 'plant', note: 'x'.repeat(201) },
    { code: 'invalid', errors: [{ pointer: '/note' }] },
  ],
  'what is for the debug role': [{ type: 'prune' }, { code: 'forbidden' }],
} as const

/** Handshakes by what is wrong: path, headers, the status they are refused with. */
export const badHandshakes = {
  'a token in the query': ['/v1/ws?token=x', {}, 400],
  'a foreign origin': ['/v1/ws', { origin: 'https://evil.example' }, 403],
  'a foreign host': ['/v1/ws', { host: 'evil.example' }, 403],
  'another path': ['/v1/elsewhere', {}, 404],
} as const

/** Bodies of an intent by REST. */
export const badBodies: Record<string, Case> = {
  'no JSON': ['plant', 400, 'bad_request'],
  'no body': [undefined, 400, 'bad_request'],
  'an array': ['[]', 422, 'invalid'],
  'a byte order mark': [`\ufeff${good}`, 400, 'bad_request'],
  'bytes that are not UTF-8': [Buffer.from([0x22, 0xff, 0x22]), 400, 'bad_request'],
  'JSON too deep': [plant(nested(16)), 400, 'bad_request'],
  'a __proto__': ['{"type":"plant","payload":{"__proto__":{}}}', 400, 'bad_request'],
  'a number beyond all': [plant('1e999'), 400, 'bad_request'],
  'half a surrogate pair': [plant('"\\ud800"'), 400, 'bad_request'],
  'an unknown field': ['{"type":"plant","payload":{"note":"x"},"role":"debug"}', 422, 'invalid', { pointer: '/role' }],
  'a player to act as': ['{"type":"plant","payload":{"note":"x"},"as":"bob"}', 422, 'invalid', { pointer: '/as' }],
  'a payload that is text': ['{"type":"plant","payload":"x"}', 422, 'invalid', { pointer: '/payload' }],
  'a payload of the wrong type': [plant('7'), 422, 'invalid', { pointer: '/payload/note' }],
  'an unknown intent': ['{"type":"fly","payload":{}}', 422, 'unknown_intent'],
  'an intent of the debug role': ['{"type":"prune","payload":{}}', 403, 'forbidden'],
  'a seq that is none': ['{"type":"prick","payload":{},"seq":0}', 422, 'invalid', { pointer: '/seq' }],
  'a text that is too long': [plant(JSON.stringify('x'.repeat(70_000))), 413, 'too_large'],
  'a text that is far too long': [plant(JSON.stringify('x'.repeat(1_000_000))), 413, 'too_large'],
}

/** Requests to all the rest of REST. */
export const badRequests = {
  'without a token': [{ path: '/v1/zones' }, 401, 'unauthenticated'],
  'of a zone that is none': [{ path: '/v1/zones/nowhere', as: 'ann' }, 404, 'not_found'],
  'with a path in the id': [{ path: '/v1/zones/..%2f..%2fetc', as: 'ann' }, 404, 'not_found'],
  'with half a percent code': [{ path: '/v1/zones/%ff', as: 'ann' }, 404, 'not_found'],
  'with a zero byte': [{ path: '/v1/zones/%00', as: 'ann' }, 404, 'not_found'],
  'of the debug role, as a player': [{ path: '/v1/zones', as: 'ann', body: { module: 'garden' } }, 403, 'forbidden'],
  'of an unknown route': [{ path: '/v1/nothing', as: 'ann' }, 404, 'not_found'],
  'with another method': [{ path: '/v1/auth/me', as: 'ann', method: 'DELETE' }, 405, 'method_not_allowed'],
  'with an unknown parameter': [{ path: '/v1/zones?page=1', as: 'ann' }, 422, 'invalid'],
  'with a bad number': [{ path: '/v1/zones?limit=-1', as: 'ann' }, 422, 'invalid'],
  'with a bad config': [
    { path: '/v1/zones', as: 'operator', body: { module: 'garden', config: { flowers: 'many' } } },
    422,
    'invalid',
  ],
  'with an unknown module': [{ path: '/v1/zones', as: 'operator', body: { module: 'toString' } }, 404, 'not_found'],
  'with a display name of control characters': [
    { path: '/v1/auth/guest', as: 'operator', body: { displayName: 'a\u0007b' } },
    422,
    'invalid',
  ],
  'as plain text': [{ path: '/v1/auth/guest', body: '{}', headers: { 'content-type': 'text/plain' } }, 415],
  'as a form': [
    { path: '/v1/auth/guest', body: '{}', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
  ],
  'in another encoding': [
    { path: '/v1/auth/guest', body: '{}', headers: { 'content-type': 'application/json; charset=utf-16' } },
    415,
  ],
  'from a foreign origin': [{ path: '/v1/modules', headers: { origin: 'https://evil.example' } }, 403, 'forbidden'],
} as const
