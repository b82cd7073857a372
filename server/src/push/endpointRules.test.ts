import { describe, expect, test } from 'vitest';
import { isHostPattern, PUSH_HOSTS, toPushEndpoint } from './endpointRules.ts';

const isTaken = (text: string): boolean => toPushEndpoint(text, PUSH_HOSTS) !== null;

describe('an endpoint', () => {
  test('of the browsers that there are is taken', () => {
    const given = [
      'https://fcm.googleapis.com/fcm/send/dVq:APA91bE-x_y',
      'https://fcm.googleapis.com/wp/dVq:APA91bE-x_y',
      'https://web.push.apple.com/QAbcDEF0123',
      'https://updates.push.services.mozilla.com/wpush/v2/gAAAAABn-_',
      'https://wns2-par02p.notify.windows.com/w/?token=BQYAAAC%2bx%3d',
    ];
    expect(given.filter((text) => !isTaken(text))).toEqual([]);
  });

  test.each([
    ['plain http', 'http://fcm.googleapis.com/fcm/send/x'],
    ['another scheme', 'ftp://fcm.googleapis.com/fcm/send/x'],
    ['a file', 'file:///etc/passwd'],
    ['a script', 'javascript:alert(1)'],
    ['data', 'data:text/plain,x'],
    ['no scheme', '//fcm.googleapis.com/fcm/send/x'],
    ['no address at all', 'fcm.googleapis.com'],
    ['another port', 'https://fcm.googleapis.com:8443/fcm/send/x'],
    ['port 80', 'https://fcm.googleapis.com:80/fcm/send/x'],
    ['a name', 'https://me@fcm.googleapis.com/fcm/send/x'],
    ['a name and a password', 'https://me:secret@fcm.googleapis.com/fcm/send/x'],
    ['the host as a name', 'https://fcm.googleapis.com@169.254.169.254/latest/meta-data'],
    ['the host as a name, written otherwise', 'https://fcm.googleapis.com%40127.0.0.1/x'],
    ['a backslash for a slash', 'https://127.0.0.1\\@fcm.googleapis.com/x'],
    ['this machine', 'https://localhost/x'],
    ['this machine by number', 'https://127.0.0.1/x'],
    ['this machine by one number', 'https://2130706433/x'],
    ['this machine in octal', 'https://0177.0.0.1/x'],
    ['this machine in IPv6', 'https://[::1]/x'],
    ['this machine as IPv4 in IPv6', 'https://[::ffff:127.0.0.1]/x'],
    ['the cloud’s own address', 'https://169.254.169.254/latest/meta-data'],
    ['a private network', 'https://10.0.0.5/x'],
    ['a name that resolves to this machine', 'https://127.0.0.1.nip.io/x'],
    ['a longer name', 'https://fcm.googleapis.com.evil.example/x'],
    ['a name that ends alike', 'https://evilfcm.googleapis.com/x'],
    ['a name that ends like a wild one', 'https://evilpush.apple.com/x'],
    ['the wild one without a name before it', 'https://push.apple.com/x'],
    ['the wild one with nothing before its dot', 'https://.push.apple.com/x'],
    ['a dot at the end', 'https://fcm.googleapis.com./x'],
    ['a neighbour of the same owner', 'https://storage.googleapis.com/x'],
    ['letters that look like others', 'https://fcm.googleapıs.com/x'],
    ['a line break in the host', 'https://fcm.googleapis.com\r\nHost: evil/x'],
    ['a tab', 'https://fcm.goog\tleapis.com/x'],
    ['a NUL', 'https://fcm.googleapis.com\u0000.evil.example/x'],
    ['blanks around it', ' https://fcm.googleapis.com/x '],
    ['a fragment', 'https://fcm.googleapis.com/x#y'],
    ['no path', 'https://fcm.googleapis.com/'],
    ['nothing', ''],
  ])('with %s is refused', (_, text) => {
    expect(isTaken(text)).toBe(false);
  });

  test('of a host that the operator adds is taken', () => {
    const hosts = [...PUSH_HOSTS, 'push.example.org', '*.push.example.net'];
    expect(toPushEndpoint('https://push.example.org/x', hosts)?.hostname).toBe('push.example.org');
    expect(toPushEndpoint('https://a.b.push.example.net/x', hosts)).not.toBeNull();
    expect(toPushEndpoint('https://push.example.net/x', hosts)).toBeNull();
  });
});

test('an operator can add names, and neither addresses nor everything', () => {
  expect(['push.example.org', '*.push.example.org'].filter((text) => !isHostPattern(text))).toEqual([]);
  const wrong = [
    '*',
    '*.',
    '*.*',
    '*.com.',
    'localhost',
    '127.0.0.1',
    '::1',
    'a.b:443',
    'https://a.b',
    'A.example.org',
    'a*.example.org',
  ];
  expect(wrong.filter(isHostPattern)).toEqual([]);
});
