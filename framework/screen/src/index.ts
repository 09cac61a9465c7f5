/** What the author of a screen imports: how a module shows itself in the web page. README.md here tells how to write one. */

export { adoptStyles } from './adopt-styles.ts'
export type { Screen, Stage } from './define-screen.ts'
export { defineScreen } from './define-screen.ts'
export { drawMark } from './draw-mark.ts'
export type { Attributes } from './element.ts'
export { element, fill } from './element.ts'
export { createFingers, type FingerMove, type Fingers } from './fingers.ts'
export { createGridCanvas, type GridCanvas, type GridCanvasOptions, type PointedCell } from './grid-canvas.ts'
export type { Shape } from './kind-mark.ts'
export { type Brush, createLooks, type GridEntity, type Look, type Looks } from './look.ts'
export { createPalette, type Palette } from './palette.ts'
