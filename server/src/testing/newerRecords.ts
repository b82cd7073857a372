/**
 * Loaded before the server (`node --import`), it makes it write as a later version might: every record that it keeps
 * in Redis has a field that the present version does not know.
 */

/** Fields by which tickets, sessions, members, learners, invitations are known; nothing on the wire has them. */
const OF_RECORDS = ['awaySince', 'isAnnounced', 'blocked', 'fromDeviceId'] as const;

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && OF_RECORDS.some((field) => Object.hasOwn(value, field));

const stringify = JSON.stringify;
JSON.stringify = (value: unknown) =>
  stringify(value, (_, inner: unknown) => (isRecord(inner) ? { ...inner, ofTomorrow: { list: [] } } : inner));
