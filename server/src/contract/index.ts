/** The types of the wire, for clients. Values stay on the server: the package exports types only. */
export type * from './words.ts';
export type * from './people.ts';
export type * from './queue.ts';
export type * from './sessions.ts';
export type * from './events.ts';
export type * from './history.ts';
export type * from './safety.ts';
export type * from './push.ts';
export type { AppCode } from './errors.ts';
