import { z } from 'zod';

/**
 * Between the command line and a running server, over a Unix socket that only the server's user may open:
 * one line of JSON there, lines of JSON back, the last of them an `end` or a `refusal`.
 */

/** The longest request: a name, a password and some options. */
export const REQUEST_BYTES = 16 * 1024;

export const operatorRequest = z.strictObject({
  command: z.string().min(1).max(40),
  input: z.record(z.string().max(40), z.unknown()),
});
export type OperatorRequest = z.infer<typeof operatorRequest>;

export const operatorReply = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('line'), line: z.string() }),
  z.strictObject({ type: z.literal('end'), isOk: z.boolean(), data: z.unknown() }),
  /** `usage`: typed the wrong way; `failed`: could not be done. */
  z.strictObject({ type: z.literal('refusal'), kind: z.enum(['usage', 'failed']), words: z.string() }),
]);
export type OperatorReply = z.infer<typeof operatorReply>;
