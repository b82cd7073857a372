import type { ChatMessage } from '@suhbatdosh/server/contract';
import type { ChatLine } from './ChatStore.ts';

/** A line with what orders it. `id` null: the server has not taken it yet. */
export interface KnownLine extends ChatLine {
  id: string | null;
}

interface Reader {
  userId: string | null;
  /** Server time minus device time. */
  clockOffsetMs: number;
}

/**
 * Adds what the server tells, each message once: our own come back under the id that we gave them.
 * The server's order rules; lines that it has not taken yet come last, as they were written.
 */
export function mergeLines(
  lines: readonly KnownLine[],
  messages: readonly ChatMessage[],
  reader: Reader,
): readonly KnownLine[] {
  const told = messages.map((message) => toLine(message, reader));
  const isTold = (line: KnownLine): boolean => told.some((other) => isSame(line, other));
  const taken = [...lines.filter((line) => line.id !== null && !isTold(line)), ...told];
  const isRepeated = (line: KnownLine, index: number): boolean =>
    taken.findIndex((other) => isSame(line, other)) !== index;
  const ordered = taken.filter((line, index) => !isRepeated(line, index)).sort(byServerOrder);
  return [...ordered, ...lines.filter((line) => line.id === null && !isTold(line))];
}

/** Two people may, in theory, make the same id. */
const isSame = (a: KnownLine, b: KnownLine): boolean =>
  a.clientMessageId === b.clientMessageId && a.isMine === b.isMine;

/** Ids are UUIDv7: of two messages of one millisecond the later has the greater. */
const byServerOrder = (a: KnownLine, b: KnownLine): number =>
  a.sentAtMs - b.sentAtMs || (a.id ?? '').localeCompare(b.id ?? '');

function toLine(message: ChatMessage, reader: Reader): KnownLine {
  return {
    id: message.id,
    clientMessageId: message.clientMessageId,
    isMine: message.from === reader.userId,
    text: message.text,
    sentAtMs: Date.parse(message.sentAt) - reader.clockOffsetMs,
    delivery: 'sent',
  };
}
