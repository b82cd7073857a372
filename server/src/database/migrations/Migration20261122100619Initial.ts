import { Migration } from '@mikro-orm/migrations';

export class Migration20261122100619_initial extends Migration {
  override name = 'Migration20261122100619_initial';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "account" ("id" uuid not null, "username" varchar(32) not null, "email" varchar(254) null, "password_hash" text not null, "role" text not null, "banned_at" timestamptz(3) null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`alter table "account" add constraint "account_username_unique" unique ("username");`);
    this.addSql(`alter table "account" add constraint "account_email_unique" unique ("email");`);

    this.addSql(
      `create table "auth_session" ("id" varchar(64) not null, "account_id" uuid not null, "expires_at" timestamptz(3) not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "auth_session_account_id_index" on "auth_session" ("account_id");`);
    this.addSql(`create index "auth_session_expires_at_index" on "auth_session" ("expires_at");`);
    this.addSql(`create index "auth_session_created_at_index" on "auth_session" ("created_at");`);

    this.addSql(
      `create table "block" ("blocker_id" uuid not null, "blocked_id" uuid not null, "created_at" timestamptz(3) not null, primary key ("blocker_id", "blocked_id"));`,
    );
    this.addSql(`create index "block_blocked_id_index" on "block" ("blocked_id");`);

    this.addSql(
      `create table "profile" ("account_id" uuid not null, "display_name" varchar(40) not null, "current_band" numeric(2,1) not null, "target_band" numeric(2,1) not null, "bio" varchar(300) null, "birth_year" smallint not null, "gender" text null, "partner_gender" text not null, "locale" text not null, "hide_ip" boolean not null, "last_seen_at" timestamptz(3) null, "created_at" timestamptz(3) not null, "search_text" text not null, primary key ("account_id"));`,
    );

    this.addSql(
      `create table "speaking_session" ("id" uuid not null, "mode" text not null, "member_a_id" uuid null, "member_b_id" uuid null, "started_at" timestamptz(3) not null, "connected_at" timestamptz(3) null, "ended_at" timestamptz(3) null, "end_reason" text null, "ended_by_id" uuid null, "path" text null, "talk_ms" int not null, "rating_a" text null, "rating_b" text null, "again_a" boolean null, "again_b" boolean null, primary key ("id"));`,
    );
    this.addSql(`create index "speaking_session_ended_by_id_index" on "speaking_session" ("ended_by_id");`);
    this.addSql(
      `create index "speaking_session_member_a_id_started_at_index" on "speaking_session" ("member_a_id", "started_at");`,
    );
    this.addSql(
      `create index "speaking_session_member_b_id_started_at_index" on "speaking_session" ("member_b_id", "started_at");`,
    );

    this.addSql(
      `create table "report" ("id" uuid not null, "reporter_id" uuid null, "reported_id" uuid not null, "session_id" uuid null, "reason" text not null, "text" varchar(500) null, "evidence" jsonb null, "created_at" timestamptz(3) not null, "handled_at" timestamptz(3) null, primary key ("id"));`,
    );
    this.addSql(`create index "report_reporter_id_index" on "report" ("reporter_id");`);
    this.addSql(`create index "report_reported_id_index" on "report" ("reported_id");`);
    this.addSql(`create index "report_session_id_index" on "report" ("session_id");`);
    this.addSql(`create index "report_handled_at_index" on "report" ("handled_at");`);

    this.addSql(
      `create table "chat_message" ("id" uuid not null, "session_id" uuid not null, "from_id" uuid not null, "text" text not null, "client_message_id" uuid not null, "sent_at" timestamptz(3) not null, primary key ("id"));`,
    );
    this.addSql(`create index "chat_message_from_id_index" on "chat_message" ("from_id");`);
    this.addSql(`create index "chat_message_sent_at_index" on "chat_message" ("sent_at");`);
    this.addSql(
      `alter table "chat_message" add constraint "chat_message_once_unique" unique ("session_id", "from_id", "client_message_id");`,
    );

    this.addSql(
      `alter table "account" add constraint "account_role_check" check ("role" in ('learner', 'moderator', 'admin'));`,
    );

    this.addSql(
      `alter table "auth_session" add constraint "auth_session_account_id_foreign" foreign key ("account_id") references "account" ("id") on delete cascade;`,
    );

    this.addSql(
      `alter table "block" add constraint "block_blocker_id_foreign" foreign key ("blocker_id") references "account" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "block" add constraint "block_blocked_id_foreign" foreign key ("blocked_id") references "account" ("id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "profile" add constraint "profile_account_id_foreign" foreign key ("account_id") references "account" ("id") on update cascade on delete cascade;`,
    );
    this.addSql(
      `alter table "profile" add constraint "profile_same_gender_check" check (partner_gender = 'any' or gender is not null);`,
    );
    this.addSql(
      `alter table "profile" add constraint "profile_current_band_check" check (current_band >= 0 and current_band <= 9 and mod(current_band * 2, 1) = 0);`,
    );
    this.addSql(
      `alter table "profile" add constraint "profile_target_band_check" check (target_band >= 0 and target_band <= 9 and mod(target_band * 2, 1) = 0);`,
    );
    this.addSql(
      `alter table "profile" add constraint "profile_gender_check" check ("gender" in ('female', 'male'));`,
    );
    this.addSql(
      `alter table "profile" add constraint "profile_partner_gender_check" check ("partner_gender" in ('any', 'same'));`,
    );
    this.addSql(
      `alter table "profile" add constraint "profile_locale_check" check ("locale" in ('uz', 'ru', 'en'));`,
    );

    this.addSql(
      `alter table "speaking_session" add constraint "speaking_session_member_a_id_foreign" foreign key ("member_a_id") references "account" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "speaking_session" add constraint "speaking_session_member_b_id_foreign" foreign key ("member_b_id") references "account" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "speaking_session" add constraint "speaking_session_ended_by_id_foreign" foreign key ("ended_by_id") references "account" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "speaking_session" add constraint "speaking_session_mode_check" check ("mode" in ('roulette', 'level', 'invite'));`,
    );
    this.addSql(
      `alter table "speaking_session" add constraint "speaking_session_end_reason_check" check ("end_reason" in ('left', 'partner_left', 'partner_lost', 'connect_failed', 'blocked', 'moderated'));`,
    );
    this.addSql(
      `alter table "speaking_session" add constraint "speaking_session_path_check" check ("path" in ('direct', 'relay'));`,
    );
    this.addSql(
      `alter table "speaking_session" add constraint "speaking_session_rating_a_check" check ("rating_a" in ('good', 'fair', 'bad'));`,
    );
    this.addSql(
      `alter table "speaking_session" add constraint "speaking_session_rating_b_check" check ("rating_b" in ('good', 'fair', 'bad'));`,
    );

    this.addSql(
      `alter table "report" add constraint "report_reporter_id_foreign" foreign key ("reporter_id") references "account" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "report" add constraint "report_reported_id_foreign" foreign key ("reported_id") references "account" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "report" add constraint "report_session_id_foreign" foreign key ("session_id") references "speaking_session" ("id") on delete set null;`,
    );
    this.addSql(
      `alter table "report" add constraint "report_reason_check" check ("reason" in ('sexual', 'insult', 'asks_money_or_contacts', 'under_age', 'not_practising', 'other'));`,
    );

    this.addSql(
      `alter table "chat_message" add constraint "chat_message_session_id_foreign" foreign key ("session_id") references "speaking_session" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "chat_message" add constraint "chat_message_from_id_foreign" foreign key ("from_id") references "account" ("id") on delete cascade;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "auth_session" drop constraint "auth_session_account_id_foreign";`);
    this.addSql(`alter table "block" drop constraint "block_blocker_id_foreign";`);
    this.addSql(`alter table "block" drop constraint "block_blocked_id_foreign";`);
    this.addSql(`alter table "profile" drop constraint "profile_account_id_foreign";`);
    this.addSql(`alter table "speaking_session" drop constraint "speaking_session_member_a_id_foreign";`);
    this.addSql(`alter table "speaking_session" drop constraint "speaking_session_member_b_id_foreign";`);
    this.addSql(`alter table "speaking_session" drop constraint "speaking_session_ended_by_id_foreign";`);
    this.addSql(`alter table "report" drop constraint "report_reporter_id_foreign";`);
    this.addSql(`alter table "report" drop constraint "report_reported_id_foreign";`);
    this.addSql(`alter table "chat_message" drop constraint "chat_message_from_id_foreign";`);
    this.addSql(`alter table "report" drop constraint "report_session_id_foreign";`);
    this.addSql(`alter table "chat_message" drop constraint "chat_message_session_id_foreign";`);

    this.addSql(`drop table if exists "account" cascade;`);
    this.addSql(`drop table if exists "auth_session" cascade;`);
    this.addSql(`drop table if exists "block" cascade;`);
    this.addSql(`drop table if exists "profile" cascade;`);
    this.addSql(`drop table if exists "speaking_session" cascade;`);
    this.addSql(`drop table if exists "report" cascade;`);
    this.addSql(`drop table if exists "chat_message" cascade;`);
  }
}
