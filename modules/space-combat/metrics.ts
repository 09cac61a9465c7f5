import { defineMetrics } from 'gridtick'

/** What operators see of regions, in `/metrics`. */
export const metrics = defineMetrics({
  rounds: { kind: 'counter', help: 'Rounds of fights that were resolved' },
  round_seconds: {
    kind: 'histogram',
    help: 'How long a round was open until it was resolved',
    buckets: [0.5, 1, 2.5, 5, 7.5, 10, 12.5, 15, 20, 30, 60],
  },
  timeouts: {
    kind: 'counter',
    help: 'Captains who submitted nothing in a round: their socket was lost, they left the region, or they did not act',
    labels: { reason: ['disconnected', 'left', 'no_action'] },
  },
  flee_attempts: { kind: 'counter', help: 'Flights that were tried', labels: { outcome: ['escaped', 'failed'] } },
  deployments: {
    kind: 'counter',
    help: 'Fighters stationed in a sector, by the mode of the garrison',
    labels: { mode: ['offensive', 'defensive', 'toll'] },
  },
  tolls: {
    kind: 'counter',
    help: 'Payments of tolls, and why they failed',
    labels: { outcome: ['paid', 'no_toll', 'paid_already', 'insufficient_credits'] },
  },
  salvage: {
    kind: 'counter',
    help: 'Containers that were left behind, emptied, or taken away as their time was over',
    labels: { event: ['made', 'claimed', 'expired'] },
  },
})
