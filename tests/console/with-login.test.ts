import { describe, expect, test } from 'vitest'
import { ApiError } from '../../apps/console/page/api.ts'
import { withLogin } from '../../apps/console/page/with-login.ts'

const refused = new ApiError({ status: 401, code: 'unauthenticated', message: 'The token has expired.' })

/** A page whose login is asked for `asked` times; the server takes `taken` alone. */
function page(options: { readonly token?: string; readonly taken: string }) {
  const state = { token: options.token, asked: [] as (string | undefined)[], tried: [] as string[] }
  const run = (meanwhile = () => {}) =>
    withLogin({
      token: () => state.token,
      logIn: async (why) => {
        state.asked.push(why)
        state.token = 'given'
        return state.token
      },
      end(token) {
        if (state.token === token) state.token = undefined
      },
      work: async (token) => {
        state.tried.push(token)
        if (token === options.taken) return 'done'
        meanwhile()
        throw refused
      },
    })
  return { state, run }
}

describe('what is done with a login', () => {
  test('where there is one it is not asked for, where there is none it is', async () => {
    const [known, stranger] = [page({ token: 'good', taken: 'good' }), page({ taken: 'given' })]
    expect([await known.run(), known.state.asked]).toEqual(['done', []])
    expect([await stranger.run(), stranger.state.asked]).toEqual(['done', [undefined]])
  })

  test('one that is refused ends, and another one is asked for', async () => {
    const { state, run } = page({ token: 'old', taken: 'given' })
    expect(await run()).toBe('done')
    expect(state).toEqual({ token: 'given', tried: ['old', 'given'], asked: ['The login has expired.'] })
  })

  test('one that is refused late does not end the one that was given since; that one is tried', async () => {
    const { state, run } = page({ token: 'old', taken: 'new' })
    const meanwhile = () => {
      state.token = 'new'
    }
    expect(await run(meanwhile)).toBe('done')
    expect(state).toEqual({ token: 'new', tried: ['old', 'new'], asked: [] })
  })

  test('what fails for another reason ends no login', async () => {
    const busy = new ApiError({ status: 503, code: 'overloaded', message: 'Later.' })
    const ended: string[] = []
    const failing = withLogin({
      token: () => 'good',
      logIn: async () => 'given',
      end: (token) => void ended.push(token),
      work: async () => {
        throw busy
      },
    })
    await expect(failing).rejects.toBe(busy)
    expect(ended).toEqual([])
  })
})
