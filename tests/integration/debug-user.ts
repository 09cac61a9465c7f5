/** Who may create zones on the servers of these tests. */
export const debugUser = { username: 'root', password: 'correct-horse-battery' }
export const authSecret = 'key-of-the-integration-tests-0123456789'
