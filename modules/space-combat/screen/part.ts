import type { Scene } from './region/scene.ts'

/** A part of the screen: its element, and how it follows the scene. */
export type Part = { readonly root: HTMLElement; update(scene: Scene): void; end?(): void }
