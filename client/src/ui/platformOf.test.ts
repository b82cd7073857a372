import { expect, test } from 'vitest';
import { platformOf } from './platformOf.ts';

test('the words for the microphone fit the phone, and an iPad that says it is a Mac', () => {
  expect(platformOf('Mozilla/5.0 (Linux; Android 13; Redmi Note 12) Chrome/150', 5)).toBe('android');
  expect(platformOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X)', 5)).toBe('ios');
  expect(platformOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605', 5)).toBe('ios');
  expect(platformOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605', 0)).toBe('desktop');
  expect(platformOf('Mozilla/5.0 (Windows NT 10.0) Firefox/160', 10)).toBe('desktop');
});
