import type { Shape } from './kind-mark.ts'

/** A shape, a letter or an emoji around a point. */
export function drawMark(options: {
  readonly context: CanvasRenderingContext2D
  readonly x: number
  readonly y: number
  /** Across, in px. */
  readonly size: number
  readonly colour: string
  readonly shape: Shape
  readonly letter?: string | undefined
}): void {
  const { context, x, y, size, colour, shape, letter } = options
  context.fillStyle = colour
  context.strokeStyle = colour
  if (letter !== undefined) {
    context.font = `600 ${Math.round(size)}px system-ui, sans-serif`
    context.textAlign = 'center'
    context.textBaseline = 'alphabetic'
    // Letters and emoji sit at different heights; what is seen of them is put in the middle.
    const { actualBoundingBoxAscent: above, actualBoundingBoxDescent: below } = context.measureText(letter)
    context.fillText(letter, x, y + (above - below) / 2)
    return
  }
  context.beginPath()
  switch (shape) {
    case 'circle':
      context.arc(x, y, size / 2, 0, 2 * Math.PI)
      break
    case 'ring':
      context.lineWidth = size * 0.22
      context.arc(x, y, size * 0.38, 0, 2 * Math.PI)
      context.stroke()
      return
    case 'square':
      context.roundRect(x - size * 0.43, y - size * 0.43, size * 0.86, size * 0.86, size * 0.12)
      break
    case 'cross':
      context.rect(x - size / 2, y - size * 0.16, size, size * 0.32)
      context.rect(x - size * 0.16, y - size / 2, size * 0.32, size)
      break
    case 'diamond':
      trace(context, corners({ x, y, count: 4, radius: size * 0.54 }))
      break
    case 'triangle':
      trace(context, corners({ x, y: y + size * 0.08, count: 3, radius: size * 0.56 }))
      break
    case 'hexagon':
      trace(context, corners({ x, y, count: 6, radius: size * 0.52 }))
      break
    case 'star': {
      const outer = corners({ x, y, count: 5, radius: size * 0.56 })
      const inner = corners({ x, y, count: 5, radius: size * 0.26, turn: Math.PI / 5 })
      trace(
        context,
        outer.flatMap((corner, index) => [corner, inner[index] ?? corner]),
      )
      break
    }
    default:
      shape satisfies never
  }
  context.fill()
}

type Corner = readonly [number, number]

/** Of a regular polygon with one corner on top. */
function corners(options: {
  readonly x: number
  readonly y: number
  readonly count: number
  readonly radius: number
  readonly turn?: number
}): Corner[] {
  const { x, y, count, radius, turn = 0 } = options
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count - Math.PI / 2 + turn
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
  })
}

function trace(context: CanvasRenderingContext2D, path: readonly Corner[]): void {
  for (const [index, [x, y]] of path.entries()) {
    if (index === 0) context.moveTo(x, y)
    else context.lineTo(x, y)
  }
  context.closePath()
}
