import { element, fill } from '@gridtick/screen'
import type { Commodity } from '../../commodities.ts'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setText } from '../controls/controls.ts'
import { createDrawer } from '../controls/drawer.ts'
import { createQuantity } from '../controls/quantity.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { AnswerTo } from '../region/region-view.ts'
import type { Bridge } from '../region/scene.ts'
import type { OwnShip, Place } from '../region/situation.ts'
import type { ChartedPort } from '../region/star-chart.ts'
import { commodityList, commodityNames } from '../words/names.ts'
import { amount, count } from '../words/quantities.ts'
import { dealsWords } from '../words/sector-words.ts'
import { bestOffer, type Offer, offersOf, whyNoTrade } from './trade-limits.ts'

/** ms after the last move of the slider before the port is asked what the trade would come to. */
const quoteAfterMs = 150

/** The port of the sector: what it buys and sells, and a form to trade one commodity at a time. */
export function createPortForm({ zone }: Bridge): Part {
  let offers: readonly Offer[] = []
  let chosen: Commodity | undefined
  let here: number | undefined

  const title = element('h4', {})
  const rows = new Map(commodityList.map((commodity) => [commodity, createOfferRow(commodity, choose)]))
  const answer = createAnswerLine()
  const quote = element('p', { class: 'note', 'aria-live': 'polite' })
  const quantity = createQuantity({ label: 'Units to trade', onInput: () => askSoon() })
  const trade = button('Trade', () => sendTrade(), { class: 'primary wide' })
  const form = element('div', { class: 'form' }, quantity.root, quote, trade, answer.root)
  const head = element(
    'tr',
    {},
    ...['', 'Price', 'Stock', 'Yours', ''].map((name) => element('th', { class: 'offer', scope: 'col' }, name)),
  )
  const table = element(
    'table',
    { class: 'offers', 'aria-label': 'Offers of the port' },
    element('thead', {}, head),
    element('tbody', {}, ...[...rows.values()].map(({ root }) => root)),
  )
  const none = element('p', { class: 'note' })
  const body = element('div', {}, table, none, form)
  const root = element('div', {}, title, body)
  const drawer = createDrawer({ root, name: 'Port', title, body })
  const askSoon = createQuoteAsker({ ask: askQuote, show: (words) => setText(quote, words) })

  function chosenOffer(): Offer | undefined {
    return offers.find(({ commodity }) => commodity === chosen)
  }

  function choose(commodity: Commodity): void {
    chosen = commodity
    answer.say('')
    showChosen()
  }

  function showChosen(): void {
    const offer = chosenOffer()
    for (const [commodity, row] of rows) row.mark(commodity === chosen)
    form.hidden = offer === undefined
    if (offer === undefined) return
    quantity.nameAll(offer.side === 'buy' ? 'As many as fit' : 'Whole cargo')
    quantity.limit(offer.most)
    setText(trade, `${offer.side === 'buy' ? 'Buy' : 'Sell'} ${commodityNames[offer.commodity]}`)
    trade.hidden = offer.most === 0
    askSoon()
  }

  async function askQuote(): Promise<string> {
    const offer = chosenOffer()
    if (offer === undefined) return ''
    if (offer.most === 0) return ''
    const { side, commodity } = offer
    const { result } = await zone.query('check_trade', { side, commodity, quantity: quantity.value })
    return quoteWords(offer, quantity.value, result)
  }

  async function sendTrade(): Promise<void> {
    const offer = chosenOffer()
    if (offer === undefined) return
    const { side, commodity } = offer
    const isDone = await answer.ask(() => zone.send('trade', { side, commodity, quantity: quantity.value }))
    if (isDone) propose()
  }

  /** What can be traded is proposed, unless what was chosen still can be. */
  function propose(): void {
    if ((chosenOffer()?.most ?? 0) === 0) chosen = bestOffer(offers)?.commodity
    showChosen()
  }

  const draw = whenChanged((place: Place, charted: ChartedPort | undefined, own: OwnShip) => {
    root.hidden = place.port === null
    if (place.port === null) return
    setText(title, charted === undefined ? 'Port' : `Port ${charted.code}`)
    offers = charted === undefined ? [] : offersOf(charted, place.port.stock, own)
    for (const offer of offers) rows.get(offer.commodity)?.show(offer, own.cargo[offer.commodity])
    if (here !== place.sector) chosen = undefined
    here = place.sector
    none.hidden = bestOffer(offers) !== undefined || offers.length === 0
    setText(none, whyNoTrade(offers, own))
    drawer.say(charted === undefined ? '' : dealsWords(charted))
    propose()
  })
  return {
    root,
    update({ now: { own, place }, chart }) {
      draw(place, chart.get(place.sector)?.port ?? undefined, own)
    },
  }
}

/** Asks once the hand rests, and shows the answer to the last question only. */
function createQuoteAsker(options: { ask: () => Promise<string>; show: (words: string) => void }): () => void {
  let asked = 0
  return () => {
    asked += 1
    const mine = asked
    setTimeout(async () => {
      if (mine !== asked) return
      const words = await options.ask().catch(() => '')
      if (mine === asked) options.show(words)
    }, quoteAfterMs)
  }
}

function createOfferRow(commodity: Commodity, choose: (commodity: Commodity) => void) {
  const cell = () => element('td', { class: 'offer' })
  const cells = { price: cell(), stock: cell(), own: cell() }
  const pick = element('button', { type: 'button', class: 'quick', on: { click: () => choose(commodity) } })
  const root = element(
    'tr',
    {},
    element('th', { class: 'offer name', scope: 'row' }, commodityNames[commodity]),
    cells.price,
    cells.stock,
    cells.own,
    element('td', { class: 'offer' }, pick),
  )
  return {
    root,
    show(offer: Offer, own: number) {
      const { side, price, stock, most } = offer
      fill(cells.price, price === null ? 'full' : amount(price))
      fill(cells.stock, amount(stock))
      fill(cells.own, amount(own))
      setText(pick, side === 'buy' ? 'Buy' : 'Sell')
      pick.disabled = most === 0
      pick.title = most === 0 ? whyNothing(offer) : ''
      pick.setAttribute('aria-label', `${side === 'buy' ? 'Buy' : 'Sell'} ${commodityNames[commodity]}: choose`)
    },
    mark(isChosen: boolean) {
      root.classList.toggle('chosen', isChosen)
      pick.setAttribute('aria-pressed', String(isChosen))
    },
  }
}

function whyNothing({ side, commodity, stock, price }: Offer): string {
  if (side === 'sell') return `You have no ${commodityNames[commodity]} to sell.`
  if (stock === 0) return `The port has no ${commodityNames[commodity]} left.`
  return price === null ? '' : `At ${count(price, 'credit')} a unit, hold or purse are too small for one.`
}

function quoteWords({ side }: Offer, units: number, quote: AnswerTo<'check_trade'>): string {
  const { canTrade, error, totalPrice = 0, pricePerUnit = 0 } = quote
  if (!canTrade) return error?.message ?? ''
  const total = count(totalPrice, 'credit')
  const each = amount(pricePerUnit)
  return `${count(units, 'unit')} at ${each} ${side === 'buy' ? 'cost' : 'bring'} ${total}.`
}
