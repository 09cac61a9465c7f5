import { type Camera, isWellInside, lookAt, middleOf, pan, reshape, showAll, zoom } from './camera.ts'
import type { Box, Point } from './layout.ts'
import { followGestures } from './map-gestures.ts'

/** Map units for a pixel when the map is opened: numbers are easy to read, and to hit with a finger. */
const unitsPerPixel = 0.72
/** Units across at the least, so that on a phone the neighbours are in sight. */
const unitsAcrossMin = 250
/** Map units for a pixel beyond which numbers would be too small to read. */
const readableUnits = 1.6

/** Which part of the map is in sight: moved by hand, by buttons, and by what must be seen. */
export type MapSight = {
  zoomBy(factor: number): void
  centreOn(point: Point): void
  show(box: Box): void
  /** Moves only if the point is not well inside. */
  keepInSight(point: Point): void
  end(): void
}

/** `centreFirst` is looked at when the picture has a size for the first time. */
export function createMapSight(picture: SVGSVGElement, centreFirst: () => Point | undefined): MapSight {
  let camera: Camera | undefined
  /** Of the camera's width: another width of the picture shows more, and not the same larger. */
  let pixelsAcross = 1

  const aspectNow = () => {
    const { clientWidth, clientHeight } = picture
    return clientWidth > 0 && clientHeight > 0 ? clientWidth / clientHeight : undefined
  }
  const unitsAPixel = (of: Camera) => of.width / Math.max(1, picture.clientWidth)

  const aim = (next: Camera) => {
    camera = next
    pixelsAcross = picture.clientWidth
    picture.setAttribute('viewBox', `${next.x} ${next.y} ${next.width} ${next.height}`)
    picture.classList.toggle('far', unitsAPixel(next) > readableUnits)
  }
  const centreOn = (point: Point) => {
    const aspect = aspectNow()
    if (aspect === undefined) return
    aim(lookAt(point, aspect, camera?.width ?? Math.max(unitsAcrossMin, picture.clientWidth * unitsPerPixel)))
  }
  const follow = () => {
    const aspect = aspectNow()
    const first = centreFirst()
    if (aspect === undefined) return
    if (camera !== undefined)
      aim(reshape(camera, { aspect, width: (camera.width * picture.clientWidth) / pixelsAcross }))
    else if (first !== undefined) centreOn(first)
  }

  const watcher = new ResizeObserver(follow)
  watcher.observe(picture)
  followGestures(picture, {
    pan(by) {
      if (camera === undefined) return
      const units = unitsAPixel(camera)
      aim(pan(camera, { x: by.x * units, y: by.y * units }))
    },
    zoom(factor, at) {
      if (camera === undefined) return
      const units = unitsAPixel(camera)
      aim(zoom(camera, factor, { x: camera.x + at.x * units, y: camera.y + at.y * units }))
    },
  })
  return {
    zoomBy(factor) {
      if (camera !== undefined) aim(zoom(camera, factor, middleOf(camera)))
    },
    centreOn,
    show(box) {
      const aspect = aspectNow()
      if (aspect !== undefined) aim(showAll(box, aspect))
    },
    keepInSight(point) {
      if (camera === undefined || !isWellInside(camera, point)) centreOn(point)
    },
    end: () => watcher.disconnect(),
  }
}
