import type { TRPCError } from '@trpc/server';
import type { Context } from './context.ts';
import { errorId } from './errorId.ts';
import { toErrorShape, type ErrorShape } from './errorShape.ts';

/** tRPC's errorFormatter: every error of a procedure, on either transport, leaves through here. */
export function formatError({ error, ctx }: { error: TRPCError; ctx: Context | undefined }): ErrorShape {
  return toErrorShape(error, errorId(error, ctx));
}
