/** What the author of a screen imports: how a module shows itself in the web page. */

export type { Screen, Stage } from './define-screen.ts'
export { defineScreen } from './define-screen.ts'
export type { Attributes } from './element.ts'
export { element, fill } from './element.ts'
