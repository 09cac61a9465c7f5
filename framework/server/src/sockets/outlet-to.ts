import type { ConnectionOutlet } from '@gridtick/engine/ports'

/** An outlet for zones that are there before the sockets. `find` is asked with each text. */
export function outletTo(find: () => ConnectionOutlet): ConnectionOutlet {
  return {
    send: (connectionId, frame, kind, finals) => find().send(connectionId, frame, kind, finals),
    sendToPlayer: (playerId, text) => find().sendToPlayer(playerId, text),
    hold: () => find().hold(),
    close: (connectionId, code, reason) => find().close(connectionId, code, reason),
    began: (watch) => find().began(watch),
    ended: (watch) => find().ended(watch),
    settled: (operation, settled) => find().settled(operation, settled),
    noticed: (notice) => find().noticed(notice),
  }
}
