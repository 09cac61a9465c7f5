import { element } from '@gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setOptions, setText } from '../controls/controls.ts'
import { createDrawer } from '../controls/drawer.ts'
import { createKeyedList, type Row } from '../controls/keyed-list.ts'
import { createQuantity } from '../controls/quantity.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { Bridge } from '../region/scene.ts'
import type { SeenGarrison } from '../region/seen-garrison.ts'
import type { OwnShip } from '../region/situation.ts'
import { garrisonWords } from '../words/garrison-words.ts'
import { type GarrisonMode, garrisonModes } from '../words/names.ts'

/** Fighters that hold a sector: to leave some here, to collect them, and to give orders to own garrisons anywhere. */
export function createGarrisonForm(bridge: Bridge): Part {
  const holder = element('p', {})
  const leave = createLeaveForm(bridge)
  const collect = createCollectForm(bridge)
  const elsewhere = createOrdersList(bridge)
  const title = element('h4', {}, 'Garrison')
  const body = element('div', {}, holder, collect.root, leave.root, elsewhere.root)
  const root = element('div', {}, title, body)
  const drawer = createDrawer({ root, name: 'Garrison', title, body })
  const draw = whenChanged((own: OwnShip, garrison: SeenGarrison | undefined) => {
    const words = holderWords(garrison)
    setText(holder, words)
    drawer.say(words)
    leave.update(own, garrison)
    collect.update(own, garrison)
  })
  return {
    root,
    update({ now: { own, garrison, ownGarrisons } }) {
      draw(own, garrison)
      elsewhere.update(ownGarrisons)
    },
  }
}

/** Of somebody else's garrison more is told where all that is in sight is. */
function holderWords(garrison: SeenGarrison | undefined): string {
  if (garrison === undefined) return 'Nobody holds this sector.'
  return garrison.isOwn ? garrisonWords(garrison) : `${garrison.ownerName} holds this sector.`
}

function createLeaveForm({ zone }: Bridge) {
  const answer = createAnswerLine()
  const fighters = createQuantity({ label: 'Fighters to leave', first: 0.1 })
  const orders = createOrders()
  let sector = 0
  const leave = button('Leave fighters', async () => {
    const isDone = await answer.ask(() =>
      zone.send('leave_fighters', { sector, quantity: fighters.value, ...orders.chosen() }),
    )
    if (isDone) root.open = false
  })
  const root = element(
    'details',
    {},
    element('summary', {}, 'Leave fighters here'),
    element('div', { class: 'fold' }, fighters.root, orders.root, leave, answer.root),
  )
  return {
    root,
    update(own: OwnShip, garrison: SeenGarrison | undefined) {
      sector = own.sector
      root.hidden = (garrison !== undefined && !garrison.isOwn) || own.fighters === 0
      fighters.limit(own.fighters)
      orders.propose(garrison)
    },
  }
}

function createCollectForm({ zone }: Bridge) {
  const answer = createAnswerLine()
  const fighters = createQuantity({ label: 'Fighters to collect' })
  let sector = 0
  let most = 0
  const collect = button('Collect fighters', () =>
    answer.ask(() => zone.send('collect_fighters', { sector, quantity: Math.max(1, Math.min(most, fighters.value)) })),
  )
  const note = element('p', { class: 'note' })
  const root = element('div', { class: 'fold' }, fighters.root, note, collect, answer.root)
  return {
    root,
    update(own: OwnShip, garrison: SeenGarrison | undefined) {
      sector = own.sector
      root.hidden = garrison?.isOwn !== true
      if (garrison?.isOwn !== true) return
      const room = Math.max(0, own.most.fighters - own.fighters)
      const bank = garrison.tollBalance ?? 0
      most = Math.min(room, garrison.fighters)
      fighters.limit(most)
      // Without room for a fighter the bank is paid all the same.
      collect.hidden = most === 0 && bank === 0
      setText(collect, most === 0 ? 'Empty the bank' : 'Collect fighters')
      note.hidden = most > 0
      setText(note, own.isEscapePod ? 'A pod has no room for fighters.' : 'Your ship has no room for more fighters.')
    },
  }
}

/** Own garrisons take orders from anywhere. */
function createOrdersList(bridge: Bridge) {
  const list = element('ul', { class: 'things' })
  const root = element('details', {}, element('summary', {}, 'Orders to your garrisons'), list)
  const show = createKeyedList<SeenGarrison>({
    root: list,
    keyOf: ({ id }) => id,
    make: ({ sector }) => createOrdersRow(bridge, sector),
  })
  return {
    root,
    update(garrisons: readonly SeenGarrison[]) {
      root.hidden = garrisons.length === 0
      show(garrisons)
    },
  }
}

function createOrdersRow({ zone }: Bridge, sector: number): Row<SeenGarrison> {
  const words = element('p', {})
  const orders = createOrders()
  const answer = createAnswerLine()
  const give = button(
    'Give orders',
    () => answer.ask(() => zone.send('set_garrison_mode', { sector, ...orders.chosen() })),
    { 'aria-label': `Give orders in sector ${sector}` },
  )
  return {
    root: element('li', { class: 'thing' }, words, orders.root, give, answer.root),
    update(garrison) {
      setText(words, `Sector ${sector}. ${garrisonWords(garrison)}`)
      orders.propose(garrison)
    },
  }
}

/** What a garrison does, and the toll it asks for. */
function createOrders() {
  const mode = element('select', {})
  setOptions(
    mode,
    Object.entries(garrisonModes).map(([value, text]) => ({ value, text })),
  )
  const toll = element('input', { type: 'number', min: 0, step: 1, value: 20, inputmode: 'numeric' })
  const tollField = element('label', { hidden: true }, 'Toll, credits', toll)
  const showToll = () => {
    tollField.hidden = mode.value !== 'toll'
  }
  let isTouched = false
  mode.addEventListener('change', () => {
    isTouched = true
    showToll()
  })
  return {
    root: element('div', { class: 'line' }, element('label', {}, 'Mode', mode), tollField),
    /** The orders that the garrison has are proposed, until others are chosen. */
    propose(garrison: SeenGarrison | undefined) {
      if (isTouched || garrison?.isOwn !== true) return
      mode.value = garrison.mode
      if (garrison.mode === 'toll') toll.value = String(garrison.tollAmount)
      showToll()
    },
    chosen(): { mode: GarrisonMode; tollAmount?: number } {
      const chosen = mode.value as GarrisonMode
      if (chosen !== 'toll') return { mode: chosen }
      return { mode: chosen, tollAmount: Math.max(0, Math.round(toll.valueAsNumber) || 0) }
    },
  }
}
