import type { IntentResult } from '@gridtick/client'
import { refusalWords } from '../words/refusal-words.ts'
import { type Course, nextOn, readCourse } from './course.ts'
import type { AnswerTo } from './region-view.ts'

/** How a journey stands. */
export type Flight =
  | { readonly phase: 'idle' }
  | { readonly phase: 'plotting'; readonly to: number }
  | { readonly phase: 'plotted'; readonly course: Course }
  /** On the way; `legTo` is the next sector, which was asked for. */
  | { readonly phase: 'flying'; readonly course: Course; readonly legFrom: number; readonly legTo: number }
  | { readonly phase: 'stopped'; readonly why: string }

/** Where the ship is, and whether it can go on. */
export type Position = { readonly sector: number; readonly isFighting: boolean }

/** Flies a captain sector by sector, one move after the other. */
export type Pilot = {
  readonly flight: Flight
  /** Plans a way, and goes nowhere yet. */
  plot(to: number): Promise<void>
  /** Follows the plotted course. */
  go(): void
  /** Goes no further than the move that is under way. Forgets a course that was not begun. */
  stop(): void
  /** The ship is seen here now. */
  look(position: Position): void
}

export function createPilot(options: {
  readonly ask: (to: number) => Promise<AnswerTo<'plot_course'>>
  readonly move: (to: number) => Promise<IntentResult>
  readonly onChange: () => void
}): Pilot {
  let flight: Flight = { phase: 'idle' }
  let position: Position | undefined

  const become = (next: Flight) => {
    flight = next
    options.onChange()
  }

  const plot = async (to: number) => {
    const plotting: Flight = { phase: 'plotting', to }
    become(plotting)
    const course = await options.ask(to).then(readCourse, asRefusal)
    // Something else was asked for meanwhile.
    if (flight !== plotting) return
    become('refusal' in course ? { phase: 'stopped', why: course.refusal } : { phase: 'plotted', course })
  }

  /** Asks for the next leg, or ends the journey. */
  const goOn = async (course: Course, { sector, isFighting }: Position) => {
    if (isFighting)
      return become({ phase: 'stopped', why: `The journey ends in sector ${sector}: you are in a fight.` })
    const next = nextOn(course, sector)
    if (next.kind === 'arrived') return become({ phase: 'idle' })
    if (next.kind === 'astray')
      return become({ phase: 'stopped', why: `The journey ends in sector ${sector}, which is off the course.` })

    const flying: Flight = { phase: 'flying', course, legFrom: sector, legTo: next.to }
    become(flying)
    const result = await options.move(next.to).catch(asRefusal)
    if (flight !== flying) return
    if ('refusal' in result) become({ phase: 'stopped', why: result.refusal })
    else if (result.outcome === 'refused') become({ phase: 'stopped', why: refusalWords(result) })
  }

  return {
    get flight() {
      return flight
    },
    plot,
    go() {
      if (flight.phase === 'plotted' && position !== undefined) void goOn(flight.course, position)
    },
    stop() {
      become({ phase: 'idle' })
    },
    look(next) {
      position = next
      if (flight.phase !== 'flying') return
      if (next.isFighting || next.sector !== flight.legFrom) void goOn(flight.course, next)
    },
  }
}

function asRefusal(error: unknown): { readonly refusal: string } {
  return { refusal: error instanceof Error ? error.message : String(error) }
}
