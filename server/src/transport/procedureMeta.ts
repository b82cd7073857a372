import type { z } from 'zod';
import type { AppCode } from '../contract/errors.ts';

/** What /docs says of a procedure. Output is described here, not checked at run time: a check costs more than a relay does. */
export interface ProcedureMeta {
  summary?: string;
  /** What a query or mutation answers; of a subscription, one event. */
  output?: z.ZodType;
  /** Refusals of its own, beside those that every procedure knows. */
  errors?: readonly AppCode[];
  /** Set by `procedure` itself. */
  needsLogin?: boolean;
}
