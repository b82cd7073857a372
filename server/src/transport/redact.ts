import { truncateAddress } from './clientAddress.ts';

/** Names, in lower case, of what must never be read in a log: ways in, and what people say. */
const SECRET = new Set([
  'cookie',
  'set-cookie',
  'setcookie',
  'authorization',
  'password',
  'currentpassword',
  'newpassword',
  'passwordhash',
  'token',
  'secret',
  'credential',
  'sdp',
  'candidate',
  'endpoint',
  'p256dh',
  'auth',
  'text',
  'email',
  'bio',
  'input',
  'body',
]);
const ADDRESS = new Set(['address', 'ip', 'remoteaddress', 'x-forwarded-for']);
const MAX_DEPTH = 6;

/** A copy without secrets, at any depth; addresses shortened to their neighbourhood. Errors become their outline. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return outline(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) {
    return value instanceof Date ? value : '[object]';
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, redactField(name.toLowerCase(), item, depth)]),
  );
}

function redactField(name: string, value: unknown, depth: number): unknown {
  if (SECRET.has(name)) return '[redacted]';
  if (ADDRESS.has(name)) return typeof value === 'string' ? truncateAddress(value) : '[redacted]';
  return redact(value, depth + 1);
}

/**
 * Name, code, message and frames. Drivers put the statement with its values into `message`, and whole rows into
 * fields of their own: quoted values are struck out, other fields left out.
 */
function outline(error: Error, depth: number): Record<string, unknown> {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return {
    type: error.name,
    message: strikeValues(error.message),
    ...('code' in error && { code: String(error.code) }),
    stack: frames.join('\n'),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}

function strikeValues(message: string): string {
  return message
    .slice(0, 1000)
    .replace(/'(?:[^'\\]|\\.|'')*'/g, "'…'")
    .replace(/\)=\([^)]*\)/g, ')=(…)');
}
