import { expect, test } from 'vitest';
import { readTags, readUserFragments, writeTags } from './sdpTags.ts';

const SDP =
  'v=0\r\no=- 42 2 IN IP4 127.0.0.1\r\ns=-\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:abcd\r\n';

test('tags are read as they were written, before the first medium', () => {
  const tagged = writeTags(SDP, { peer: 'p', offer: 'p.1', to: 'q' });
  expect(readTags(tagged)).toEqual({ peer: 'p', offer: 'p.1', to: 'q', answers: null });
  expect(tagged.indexOf('x-suhbatdosh')).toBeLessThan(tagged.indexOf('m=audio'));
});

test('what is not known is not written', () => {
  expect(writeTags(SDP, { peer: 'p', to: null })).not.toContain('-to:');
});

test('another client is known by its o= line: its peer by the first two words, its offer by the third', () => {
  expect(readTags(SDP)).toEqual({ peer: 'o=- 42', offer: 'o=- 42 2', to: null, answers: null });
});

test('user fragments are found wherever they stand', () => {
  expect(readUserFragments(`${SDP}a=ice-ufrag:efgh\r\n`)).toEqual(['abcd', 'efgh']);
});
