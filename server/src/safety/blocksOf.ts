import type { SqlEntityManager as EntityManager } from '@mikro-orm/postgresql';
import { Block } from './Block.entity.ts';

export interface Blocks {
  /** Ids of those whom this person blocked. */
  blocked: string[];
  /** Ids of those who blocked this person. */
  blockedBy: string[];
}

/** Both sides of a person's blocks, in one query. */
export async function blocksOf(em: EntityManager, userId: string): Promise<Blocks> {
  const blocks = await em.find(Block, { $or: [{ blocker: userId }, { blocked: userId }] });
  return {
    blocked: blocks.filter((block) => block.blocker.id === userId).map((block) => block.blocked.id),
    blockedBy: blocks.filter((block) => block.blocked.id === userId).map((block) => block.blocker.id),
  };
}
