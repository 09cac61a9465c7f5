import { type Camera, cellPxFor, fitWhole, lookAt, type Point, type Size, zoomAt } from './camera.ts'

/** Where one looks before anything was seen. */
const start: Camera = { x: 0, y: 0, cellPx: 32 }

/** A camera that stays with somebody until a hand moves it. */
export type FollowingCamera = {
  readonly now: Camera
  /**
   * Shows a small grid whole. On a larger one it follows the player's own entity, unless a hand moved it; the very first
   * time, without one, with any other.
   */
  follow(seen: { readonly own: Point | undefined; readonly any: Point | undefined }, picture: Picture): void
  /** A hand moved the picture: it stays where it was put. */
  put(camera: Camera): void
  /** A hand chose how near it is: it stays so near, and goes on following. */
  zoomTo(camera: Camera): void
  /** Nearer (above 1) or farther, around the middle. Nothing before anything was shown. */
  zoom(factor: number, size: Size): void
  /** Follows again, as near as at the beginning. */
  return(): void
}

/** `radius`: cells around the middle that are to be seen. `bounds`: of the grid, in cells, where they are known. */
type Picture = { readonly size: Size; readonly radius: number; readonly bounds: Size | undefined }

export function createFollowingCamera(): FollowingCamera {
  let camera: Camera | undefined
  let isFollowing = true
  let hasZoomed = false

  return {
    get now() {
      return camera ?? start
    },
    follow({ own, any }, { size, radius, bounds }) {
      if (!isFollowing) return
      const whole = hasZoomed ? undefined : fitWhole(size, bounds)
      if (whole !== undefined) {
        camera = whole
        return
      }
      const cellPx = hasZoomed && camera !== undefined ? camera.cellPx : cellPxFor(size, radius)
      const at = own ?? (camera === undefined ? any : undefined)
      camera = at === undefined ? (camera ?? start) : lookAt({ x: 0, y: 0, cellPx }, at)
    },
    put(next) {
      isFollowing = false
      camera = next
    },
    zoomTo(next) {
      hasZoomed = true
      camera = next
    },
    zoom(factor, size) {
      if (camera === undefined) return
      hasZoomed = true
      camera = zoomAt(camera, size, { x: size.width / 2, y: size.height / 2 }, factor)
    },
    return() {
      isFollowing = true
      hasZoomed = false
    },
  }
}
