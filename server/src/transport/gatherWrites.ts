import type { Writable } from 'node:stream';

/**
 * Call it before writing to a socket: whatever is written in this turn of the event loop goes out at its end, in one
 * piece. Under load most of a relay's time is system calls, and a socket has several frames a turn: answers to its own
 * messages and events of its partner's.
 */
export function createGatherWrites(): (socket: Writable) => void {
  const held = new Set<Writable>();

  const letGo = (): void => {
    for (const socket of held) socket.uncork();
    held.clear();
  };

  return (socket) => {
    if (held.has(socket)) return;
    if (held.size === 0) setImmediate(letGo);
    held.add(socket);
    socket.cork();
  };
}
