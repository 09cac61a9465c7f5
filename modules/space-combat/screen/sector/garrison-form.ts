import { element } from 'gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setOptions, setText } from '../controls/controls.ts'
import { createKeyedList, type Row } from '../controls/keyed-list.ts'
import { createQuantity } from '../controls/quantity.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { Bridge } from '../region/scene.ts'
import type { OwnShip, SeenGarrison } from '../region/situation.ts'
import { type GarrisonMode, garrisonModes } from '../words/names.ts'
import { count } from '../words/quantities.ts'

/** Fighters that hold a sector: to leave some here, to collect them, and to give orders to own garrisons anywhere. */
export function createGarrisonForm(bridge: Bridge): Part {
  const holder = element('p', {})
  const leave = createLeaveForm(bridge)
  const collect = createCollectForm(bridge)
  const elsewhere = createOrdersList(bridge)
  const root = element('div', {}, element('h4', {}, 'Garrison'), holder, collect.root, leave.root, elsewhere.root)
  const draw = whenChanged((own: OwnShip, garrison: SeenGarrison | undefined) => {
    setText(holder, garrison === undefined ? 'Nobody holds this sector.' : garrisonWords(garrison))
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

function garrisonWords({ isOwn, ownerName, fighters, mode, tollAmount, tollBalance }: SeenGarrison): string {
  const whose = isOwn ? 'Your garrison' : `Garrison of ${ownerName}`
  const toll = mode === 'toll' ? ` of ${count(tollAmount, 'credit')}` : ''
  const bank = tollBalance === null || tollBalance === 0 ? '' : ` ${count(tollBalance, 'credit')} in its bank.`
  return `${whose}: ${count(fighters, 'fighter')}, ${mode}${toll}.${bank}`
}

function createLeaveForm({ zone }: Bridge) {
  const answer = createAnswerLine()
  const fighters = createQuantity({ label: 'Fighters to leave', first: 0.1 })
  const orders = createOrders()
  let sector = 0
  const leave = button('Leave fighters', () =>
    answer.ask(() => zone.send('leave_fighters', { sector, quantity: fighters.value, ...orders.chosen() })),
  )
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
      root.hidden = garrison !== undefined && !garrison.isOwn
      leave.disabled = own.fighters === 0
      fighters.limit(own.fighters)
      orders.propose(garrison)
    },
  }
}

function createCollectForm({ zone }: Bridge) {
  const answer = createAnswerLine()
  const fighters = createQuantity({ label: 'Fighters to collect' })
  let sector = 0
  const collect = button('Collect fighters', () =>
    answer.ask(() => zone.send('collect_fighters', { sector, quantity: fighters.value })),
  )
  const root = element('div', { class: 'fold' }, fighters.root, collect, answer.root)
  return {
    root,
    update(own: OwnShip, garrison: SeenGarrison | undefined) {
      sector = own.sector
      root.hidden = garrison?.isOwn !== true
      fighters.limit(garrison?.fighters ?? 0)
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
