import type { JoinedZone } from '@gridtick/client'
import { element } from '@gridtick/screen'
import { briefJson, createBoundedList } from './bounded-list.ts'

const eventsMax = 100

/** The events that this player heard. */
export function eventList(zone: JoinedZone): { readonly root: HTMLElement; readonly stop: () => void } {
  const list = createBoundedList({ label: 'Events', empty: 'Nothing heard yet.', countMax: eventsMax })
  const stops = [
    zone.on('event', ({ event, payload, tick }) => {
      list.add(
        element('span', { class: 'entry-tick' }, tick),
        element('strong', {}, event),
        element('code', {}, briefJson(payload)),
      )
    }),
    zone.on('tick', ({ eventsDropped, view }) => {
      if (eventsDropped)
        list.add(
          element('span', { class: 'entry-tick' }, view.tick),
          element('em', {}, 'Some events before this one were lost.'),
        )
    }),
  ]
  return {
    root: list.root,
    stop: () => {
      for (const stopOne of stops) stopOne()
    },
  }
}
