import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { createConnections, type Connection } from './connections.ts';
import { drainServer } from './drainServer.ts';

test.each([
  [1, 1000, 1000],
  [100, 1000, 5950],
  [2000, 1000, 8996],
])('%i sockets are closed between %i and %i ms after the start, evenly', async (count, first, last) => {
  const clock = createVirtualClock();
  const connections = createConnections();
  const startedAt = clock.now();
  const endedAt: number[] = [];
  let asked = 0;
  for (let n = 0; n < count; n++) {
    const connection: Connection = {
      login: { userId: `u${n}`, authSessionId: `s${n}` },
      askToReconnect: () => void (asked += 1),
      end() {
        endedAt.push(clock.now() - startedAt);
        remove();
      },
    };
    const remove = connections.add(connection);
  }
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const drained = drainServer({ server, connections, clock });
  expect(asked).toBe(count);
  expect(server.listening).toBe(true);
  await clock.advance(25_000);
  await drained;
  expect(endedAt).toHaveLength(count);
  expect([Math.min(...endedAt), Math.max(...endedAt)]).toEqual([first, last]);
  const busiestSecond = Math.max(
    ...endedAt.map((at) => endedAt.filter((other) => other >= at && other < at + 1000).length),
  );
  expect(busiestSecond).toBeLessThanOrEqual(Math.max(20, Math.ceil(count / 8)));
});
