import type { VirtualClock } from '../clock/virtualClock.ts';
import type { Mode, ServerEvent } from '../contract/index.ts';
import type { Streams } from '../events/createStreams.ts';
import type { Matching } from '../matching/createMatching.ts';
import type { Learner } from '../profiles/Learner.ts';
import { aCard, aLearner, anId } from './builders.ts';

/** What a person sees of a house. */
interface Door {
  clock: VirtualClock;
  streams: Streams;
  matching: Matching;
  errors: unknown[];
}

/** Somebody with one device; `events` fills while the stream is open. */
export interface Person {
  userId: string;
  deviceId: string;
  events: readonly ServerEvent[];
  types(): string[];
  last<T extends ServerEvent['type']>(type: T): Extract<ServerEvent, { type: T }> | undefined;
  /** Opens the stream, behind the last event that was seen; at another door than the first one if one is named. */
  arrive(door?: Door): Promise<Person>;
  vanish(): Promise<void>;
  /** Like `vanish`, without waiting until the house has noticed. */
  cut(): void;
  /** @param prepares whether the device says that it connects ahead of a match by level */
  join(mode: Mode, prepares?: boolean): Promise<void>;
  /** Says that what it was last asked to connect stands. */
  tellPrepared(): Promise<void>;
  /** The same person at another device. */
  at(deviceId: string): Person;
}

/** Somebody with an account. */
export function createPerson(
  people: Map<string, Learner>,
  fields: Partial<Learner>,
  firstDoor: Door,
): Person {
  const userId = anId();
  people.set(userId, aLearner({ ...fields, card: aCard({ ...fields.card, id: userId }) }));
  return createDevice(userId, `phone-of-${userId}`, firstDoor);
}

function createDevice(userId: string, deviceId: string, firstDoor: Door): Person {
  const received: ServerEvent[] = [];
  let door = firstDoor;
  let lastEventId: string | null = null;
  let stream = new AbortController();

  async function listen({ streams }: Door, signal: AbortSignal): Promise<void> {
    for await (const [id, event] of streams.open(userId, { deviceId, lastEventId }, signal)) {
      lastEventId = id;
      received.push(event);
    }
  }

  const person: Person = {
    userId,
    deviceId,
    events: received,
    types: () => received.map((event) => event.type),
    last<T extends ServerEvent['type']>(type: T) {
      return received.findLast((event): event is Extract<ServerEvent, { type: T }> => event.type === type);
    },
    async arrive(at = door) {
      door = at;
      stream = new AbortController();
      listen(at, stream.signal).catch((error: unknown) => at.errors.push(error));
      await at.clock.advance(0);
      return person;
    },
    at: (otherId) => createDevice(userId, otherId, door),
    cut: () => stream.abort(),
    async vanish() {
      stream.abort();
      await door.clock.advance(0);
    },
    async join(mode, prepares = false) {
      await door.matching.join(userId, { mode, deviceId, prepares });
      await door.clock.advance(0);
    },
    async tellPrepared() {
      await door.matching.prepared(userId, person.last('prepare')?.sessionId ?? '');
      await door.clock.advance(0);
    },
  };
  return person;
}
