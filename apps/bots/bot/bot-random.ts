export { createBotRandom } from '@gridtick/client'
