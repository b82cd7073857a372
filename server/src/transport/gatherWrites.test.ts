import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createGatherWrites } from './gatherWrites.ts';

/** Notes what reaches it in one piece. */
function aSocket(): { socket: Writable; pieces: string[] } {
  const pieces: string[] = [];
  const socket = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      pieces.push(chunk);
      done();
    },
    writev(chunks, done) {
      pieces.push(chunks.map(({ chunk }) => String(chunk)).join(''));
      done();
    },
  });
  return { socket, pieces };
}

const endOfTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test('what a turn writes goes out at its end, in order and in one piece a socket', async () => {
  const gather = createGatherWrites();
  const [ann, bob] = [aSocket(), aSocket()];
  for (const text of ['a', 'b', 'c']) {
    for (const { socket } of [ann, bob]) {
      gather(socket);
      socket.write(text);
    }
    await Promise.resolve();
  }
  expect(ann.pieces).toEqual([]);
  await endOfTurn();
  expect([ann.pieces, bob.pieces]).toEqual([['abc'], ['abc']]);
});

test('the next turn is gathered anew, and what is not announced goes out at once', async () => {
  const gather = createGatherWrites();
  const { socket, pieces } = aSocket();
  for (const text of ['a', 'b']) {
    gather(socket);
    socket.write(text);
    await endOfTurn();
  }
  socket.write('c');
  expect(pieces).toEqual(['a', 'b', 'c']);
});

test('a socket that is gone by then disturbs nobody', async () => {
  const gather = createGatherWrites();
  const [gone, ended, here] = [aSocket(), aSocket(), aSocket()];
  for (const { socket } of [gone, ended, here]) {
    gather(socket);
    socket.write('a');
  }
  gone.socket.destroy();
  ended.socket.end('b');
  await endOfTurn();
  expect([gone.pieces, ended.pieces, here.pieces]).toEqual([[], ['ab'], ['a']]);
});
