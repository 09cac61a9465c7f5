/**
 * Where those entities stand that are in no sector, such as charts and messages: off the map, so that looking into a sector
 * never comes across them.
 */
export const offMap = { x: -8, y: -8 }
