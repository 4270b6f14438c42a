/** Connections that end before the server's first word. */
import type { Socket } from "socket.io-client";

/**
 * Call `onEnd`, and connect again, when a connection was opened and closed before the handshake.
 *
 * The client library notices that only after its time limit, 20 s, and says nothing meanwhile.
 */
export function mendEarlyEnds(socket: Socket, onEnd: () => void, againAfterMs: number): void {
  const manager = socket.io;
  let isOpen = false;
  const watch = () => {
    isOpen = false;
    manager.engine?.once("close", () => isOpen || connectAgain());
  };
  const connectAgain = () => {
    onEnd();
    socket.disconnect();
    setTimeout(() => {
      socket.connect();
      watch();
    }, againAfterMs);
  };
  manager.on("open", () => {
    isOpen = true;
  });
  manager.on("reconnect_attempt", () => queueMicrotask(watch));
  watch();
}
