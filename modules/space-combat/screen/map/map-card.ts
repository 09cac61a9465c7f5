import { element } from '@gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setText } from '../controls/controls.ts'
import type { Flight } from '../region/pilot.ts'
import type { Bridge } from '../region/scene.ts'
import type { Playing } from '../region/situation.ts'
import type { ChartedSector } from '../region/star-chart.ts'
import { amount, count } from '../words/quantities.ts'
import { sectorWords } from '../words/sector-words.ts'

/** Beside the map: what is known of a sector, the way there, and how a journey goes. */
export function createMapCard({ zone, pilot }: Bridge) {
  let subject: ChartedSector | undefined
  const answer = createAnswerLine()
  const title = element('h4', { class: 'map-title' })
  const words = element('p', { class: 'note' })
  const flyTo = (toSector: number) => {
    pilot.stop()
    return answer.ask(() => zone.send('move', { toSector }))
  }
  const fly = button('Fly there', () => subject && flyTo(subject.sector), { class: 'primary' })
  const plot = button('Plot a course', () => subject && pilot.plot(subject.sector))
  const journey = element('p', { class: 'journey', role: 'status' })
  const travel = button('Travel', () => pilot.go(), { class: 'primary' })
  const stop = button('Stop', () => pilot.stop())
  const root = element(
    'div',
    { class: 'map-card' },
    title,
    words,
    element('div', { class: 'map-choices' }, fly, plot),
    journey,
    element('div', { class: 'map-choices' }, travel, stop),
    answer.root,
  )
  return {
    root,
    flyTo,
    update(charted: ChartedSector | undefined, now: Playing, flight: Flight) {
      if (subject?.sector !== charted?.sector) answer.say('')
      subject = charted
      const isNear = charted !== undefined && now.place.warps.includes(charted.sector)
      const isHere = charted?.sector === now.own.sector
      // Of the own sector all is said elsewhere, where there is little room.
      root.classList.toggle('at-home', isHere && flight.phase === 'idle')
      setText(title, charted === undefined ? '' : `Sector ${charted.sector}`)
      setText(words, charted === undefined ? '' : sectorWords(charted, now).join(' '))
      fly.hidden = !isNear
      plot.hidden = isNear || isHere || charted === undefined || isOnTheWayTo(flight, charted.sector)
      fly.disabled = plot.disabled = travel.disabled = now.fight !== undefined || zone.status !== 'open'
      setText(fly, `Fly there · ${amount(now.own.most.turnsPerWarp)} warp power`)
      setText(journey, flightWords(flight))
      journey.hidden = flight.phase === 'idle'
      travel.hidden = flight.phase !== 'plotted'
      stop.hidden = flight.phase === 'idle' || flight.phase === 'plotting'
      setText(stop, flight.phase === 'flying' ? 'Stop' : flight.phase === 'plotted' ? 'Cancel' : 'Close')
    },
  }
}

/** Whether a way to there is looked for, known or flown already. */
function isOnTheWayTo(flight: Flight, sector: number): boolean {
  switch (flight.phase) {
    case 'plotting':
      return flight.to === sector
    case 'plotted':
    case 'flying':
      return flight.course.to === sector
    case 'idle':
    case 'stopped':
      return false
  }
}

function flightWords(flight: Flight): string {
  switch (flight.phase) {
    case 'idle':
      return ''
    case 'plotting':
      return `Looking for a way to sector ${flight.to} …`
    case 'plotted': {
      const { to, path, warpCost } = flight.course
      return `To sector ${to}: ${count(path.length - 1, 'move')}, ${amount(warpCost)} warp power.`
    }
    case 'flying':
      return `On the way to sector ${flight.course.to}: next is sector ${flight.legTo}.`
    case 'stopped':
      return flight.why
  }
}
