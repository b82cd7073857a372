/** The push services of the browsers that there are; `*.` stands for one or more names before. */
export const PUSH_HOSTS: readonly string[] = [
  'fcm.googleapis.com',
  '*.push.apple.com',
  '*.push.services.mozilla.com',
  '*.notify.windows.com',
];

/** A host name or `*.` and one, in lower case; no address, no port, no bare `*`. */
const HOST_PATTERN = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/;

export const isHostPattern = (text: string): boolean => text.length <= 253 && HOST_PATTERN.test(text);

/**
 * The address that a browser gave out, if it is one that we post to; null otherwise. Anybody who is logged in can send
 * any text here, and the server would knock at it from inside its own network: only https at port 443 of a known host,
 * without a name and password.
 */
export function toPushEndpoint(text: string, hosts: readonly string[]): URL | null {
  // The parser drops tabs and line breaks and turns backslashes round: what it has to mend comes from no browser.
  if (!/^https:\/\/[\x21-\x5b\x5d-\x7e]+$/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  if (!isPlain || url.hash !== '' || url.pathname === '/') return null;
  return hosts.some((pattern) => isHost(url.hostname, pattern)) ? url : null;
}

function isHost(hostname: string, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return hostname === pattern;
  const [suffix, before] = [pattern.slice(1), hostname.slice(0, -(pattern.length - 1))];
  return hostname.endsWith(suffix) && /^[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(before);
}
