import { type Camera, frame, isWellInside, lookAt, middleOf, pan, reshape, showAll, zoom } from './camera.ts'
import type { Box, Point } from './layout.ts'
import { followGestures } from './map-gestures.ts'

/** Map units for a pixel when the map is opened: numbers are easy to read, and to hit with a finger. */
const unitsPerPixel = 0.72
/** Units across at the least, so that on a phone the neighbours are in sight. */
const unitsAcrossMin = 250
/** Map units for a pixel beyond which numbers would be too small to read. */
const readableUnits = 1.6

export type Points = readonly [Point, ...Point[]]

/** Which part of the map is in sight: moved by hand, by buttons, and by what must be seen. */
export type MapSight = {
  zoomBy(factor: number): void
  centreOn(point: Point): void
  show(box: Box): void
  /** Moves only if one of the points is not well inside. The first of them is the most important. */
  keepInSight(points: Points): void
  end(): void
}

/**
 * `pointsNow` are looked at when the picture has a size for the first time, and kept in sight when it gets another one,
 * unless they were moved out of it by hand.
 */
export function createMapSight(picture: SVGSVGElement, pointsNow: () => Points | undefined): MapSight {
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
  const widthNow = () => camera?.width ?? Math.max(unitsAcrossMin, picture.clientWidth * unitsPerPixel)
  const isInSight = (points: Points) => {
    const shown = camera
    return shown !== undefined && points.every((point) => isWellInside(shown, point))
  }
  const keepInSight = (points: Points) => {
    const aspect = aspectNow()
    if (aspect === undefined || isInSight(points)) return
    aim(frame(points, aspect, { least: widthNow(), most: Math.max(widthNow(), picture.clientWidth * readableUnits) }))
  }
  const follow = () => {
    const aspect = aspectNow()
    const points = pointsNow()
    if (aspect === undefined || points === undefined) return
    if (camera === undefined) return keepInSight(points)
    const wereInSight = isInSight(points)
    aim(reshape(camera, { aspect, width: (camera.width * picture.clientWidth) / pixelsAcross }))
    if (wereInSight) keepInSight(points)
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
    centreOn(point) {
      const aspect = aspectNow()
      if (aspect !== undefined) aim(lookAt(point, aspect, widthNow()))
    },
    show(box) {
      const aspect = aspectNow()
      if (aspect !== undefined) aim(showAll(box, aspect))
    },
    keepInSight,
    end: () => watcher.disconnect(),
  }
}
