/**
 * Entries that a server told its readers before they were in the log, because Redis was away: `first` to `last` of its
 * numbers. Where they come in the log later they are passed over.
 */
export interface ToldEarly {
  server: string;
  first: number;
  last: number;
}

/** A reader's place in a log: behind entry `number`, and behind those told early. */
export interface LogPlace {
  number: number;
  /** null: none that has yet to come in the log. */
  told: ToldEarly | null;
}

const EVENT_ID = /^([^:+]+):(\d+)(?:\+([^.+]+)\.(\d+)-(\d+))?$/;

export function toEventId(epoch: string, { number, told }: LogPlace): string {
  return `${epoch}:${number}${told ? `+${told.server}.${told.first}-${told.last}` : ''}`;
}

/** null: not an id of this log. */
export function toLogPlace(eventId: string | null, epoch: string): LogPlace | null {
  const [, ofLog, number, server, first, last] = EVENT_ID.exec(eventId ?? '') ?? [];
  if (ofLog !== epoch) return null;
  const told = server === undefined ? null : { server, first: Number(first), last: Number(last) };
  const place = { number: Number(number), told };
  return toEventId(epoch, place) === eventId ? place : null;
}

export function isAmong(told: ToldEarly, tag: string | null): boolean {
  const [server, number] = tag?.split('.') ?? [];
  return server === told.server && Number(number) >= told.first && Number(number) <= told.last;
}
