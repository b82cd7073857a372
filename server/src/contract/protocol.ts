/**
 * Both travel as headers of every answer over HTTP, so that a client which has been open over a deploy knows where it
 * stands. An addition to the contract that a client of ours relies on raises `current`; the end of something that
 * older clients use raises `oldestClient`.
 */
export const PROTOCOL = { current: 2, oldestClient: 1 } as const;
