/** How often a captain may ask for each intent. */
export const actionRate = { perSecond: 10, burst: 20 }
export const chatRate = { perSecond: 1, burst: 5 }
