/** What a hook returned, in words that go on after "returned". */
export const aPromise =
  'a Promise. A hook is synchronous: remove `async` and `await`; time, chance and ids are handed in'
