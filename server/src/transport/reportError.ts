import type { TRPCError } from '@trpc/server';
import type { Logger } from 'pino';
import type { Context } from './context.ts';
import { errorId } from './errorId.ts';
import { isUnexpected, toErrorShape } from './errorShape.ts';
import type { TransportMetrics } from './transportMetrics.ts';

export interface ReportedCall {
  error: TRPCError;
  path: string | undefined;
  ctx: Context | undefined;
}

/** tRPC's onError: one line in the log for each fault of ours; refusals are everyday life and leave none. */
export function createReportError(
  logger: Logger,
  metrics: Pick<TransportMetrics, 'refusals' | 'unexpectedErrors'>,
): (call: ReportedCall) => void {
  return ({ error, path, ctx }) => {
    if (!isUnexpected(error)) {
      const { appCode, code } = toErrorShape(error).data;
      metrics.refusals.inc({ code: appCode ?? code });
      return;
    }
    metrics.unexpectedErrors.inc();
    const requestId = errorId(error, ctx);
    logger.error(
      { err: error.cause ?? error, requestId, path, userId: ctx?.login?.userId },
      'unexpected error',
    );
  };
}
