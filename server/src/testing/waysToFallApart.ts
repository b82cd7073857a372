import type { Mode } from '../contract/index.ts';
import type { House } from './aHouse.ts';
import type { Person } from './createPerson.ts';

type FallApart = (house: House, who: Person, other: Person) => Promise<unknown>;

/** What ends a pair that connects ahead, by what happens to one of the two. @param otherMode than the one they wait in */
export const waysToFallApart = (otherMode: Mode): [what: string, fallApart: FallApart][] => [
  ['leaves', (house, who) => house.matching.leave(who.userId)],
  ['loses the connection', (_, who) => who.vanish()],
  ['is banned', (house, who) => house.ban(who.userId)],
  ['blocks', (house, who, other) => house.block(who.userId, other.userId)],
  ['is blocked', (house, who, other) => house.block(other.userId, who.userId)],
  ['joins in the other mode', (_, who) => who.join(otherMode)],
];
