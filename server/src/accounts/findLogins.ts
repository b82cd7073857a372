import type { SqlEntityManager as EntityManager } from '@mikro-orm/postgresql';
import { selectJson } from '../database/selectJson.ts';

/** A login as the database knows it, also when it has expired. */
export interface KnownLogin {
  userId: string;
  expiresAt: Date;
  createdAt: Date;
}

interface Row {
  id: string;
  account_id: string;
  /** Milliseconds since 1970. */
  expires_at: number;
  created_at: number;
}

/** By hand, because it runs for every request and every socket: through the entities it costs four times as much. */
const LOGINS = `
  select s.id, s.account_id, (extract(epoch from s.expires_at) * 1000)::float8 as expires_at,
    (extract(epoch from s.created_at) * 1000)::float8 as created_at
  from auth_session s join account a on a.id = s.account_id
  where s.id = any(?::text[]) and a.banned_at is null`;

/**
 * Logins by their hashed id, in one statement; those of the banned are left out.
 * @param authSessionIds hexadecimal
 */
export async function findLogins(
  em: EntityManager,
  authSessionIds: readonly string[],
): Promise<Map<string, KnownLogin>> {
  const rows = await selectJson<Row>(em, LOGINS, [`{${authSessionIds.join(',')}}`]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        userId: row.account_id,
        expiresAt: new Date(row.expires_at),
        createdAt: new Date(row.created_at),
      },
    ]),
  );
}
