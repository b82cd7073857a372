import type { SqlEntityManager as EntityManager } from '@mikro-orm/postgresql';
import { selectJson } from '../database/selectJson.ts';
import type { Band, Gender, PartnerGender } from '../contract/index.ts';
import type { Learner } from './Learner.ts';

/** How many sessions back a partner counts as recent. */
const RECENT_SESSIONS = 3;

interface Row {
  id: string;
  username: string;
  /** Milliseconds since 1970. */
  created_at: number;
  display_name: string;
  current_band: Band;
  target_band: Band;
  bio: string | null;
  birth_year: number;
  gender: Gender | null;
  partner_gender: PartnerGender;
  hide_ip: boolean;
  blocked: string[];
  /** Null: that account is deleted. */
  recent: (string | null)[];
}

/**
 * By hand, because it runs whenever a device connects: through the entities it would be three statements, at several
 * times the cost each. Of a person's sessions each of the two indexes gives its newest, and those are merged.
 */
const LEARNERS = `
  select a.id, a.username, (extract(epoch from a.created_at) * 1000)::float8 as created_at, p.display_name,
    p.current_band::float8 as current_band, p.target_band::float8 as target_band, p.bio, p.birth_year, p.gender,
    p.partner_gender, p.hide_ip,
    array(select b.blocked_id from block b where b.blocker_id = a.id) as blocked,
    array(
      select partner_id from (
        (select member_b_id as partner_id, started_at from speaking_session
          where member_a_id = a.id order by started_at desc limit ${RECENT_SESSIONS})
        union all
        (select member_a_id, started_at from speaking_session
          where member_b_id = a.id order by started_at desc limit ${RECENT_SESSIONS})
      ) as newest order by started_at desc limit ${RECENT_SESSIONS}
    ) as recent
  from account a join profile p on p.account_id = a.id
  where a.id = any(?::uuid[]) and a.banned_at is null`;

/** People by id, in one statement; who is gone or banned is left out. @param userIds UUIDs */
export async function loadLearners(
  em: EntityManager,
  userIds: readonly string[],
): Promise<Map<string, Learner>> {
  const rows = await selectJson<Row>(em, LEARNERS, [`{${userIds.join(',')}}`]);
  return new Map(rows.map((row) => [row.id, toLearner(row)]));
}

function toLearner(row: Row): Learner {
  return {
    card: {
      id: row.id,
      username: row.username,
      displayName: row.display_name,
      currentBand: row.current_band,
      targetBand: row.target_band,
      bio: row.bio,
      memberSince: new Date(row.created_at).toISOString(),
    },
    birthYear: row.birth_year,
    gender: row.gender,
    partnerGender: row.partner_gender,
    hideIp: row.hide_ip,
    blocked: row.blocked,
    recent: [...new Set(row.recent.filter((id) => id !== null))],
  };
}
