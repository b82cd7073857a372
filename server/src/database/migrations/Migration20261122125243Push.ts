import { Migration } from '@mikro-orm/migrations';

export class Migration20261122125243_push extends Migration {
  override name = 'Migration20261122125243_push';

  override up(): void | Promise<void> {
    this.addSql(
      `create table "push_preference" ("account_id" uuid not null, "partner_waiting" boolean not null, "quiet_from" varchar(5) null, "quiet_to" varchar(5) null, "time_zone" varchar(64) not null, "woken_at" timestamptz(3) null, "woken_day" varchar(10) null, "woken_times" smallint not null, primary key ("account_id"));`,
    );

    this.addSql(
      `create table "push_subscription" ("endpoint" varchar(1024) not null, "account_id" uuid not null, "auth_session_id" varchar(64) not null, "p256dh" varchar(87) not null, "auth" varchar(22) not null, "confirmed_at" timestamptz(3) not null, primary key ("endpoint"));`,
    );
    this.addSql(`create index "push_subscription_account_id_index" on "push_subscription" ("account_id");`);
    this.addSql(
      `create index "push_subscription_auth_session_id_index" on "push_subscription" ("auth_session_id");`,
    );

    this.addSql(
      `create table "vapid_keys" ("id" smallint not null, "public_key" varchar(87) not null, "private_key" varchar(43) not null, "created_at" timestamptz(3) not null, primary key ("id"));`,
    );

    this.addSql(
      `alter table "push_preference" add constraint "push_preference_account_id_foreign" foreign key ("account_id") references "account" ("id") on update cascade on delete cascade;`,
    );

    this.addSql(
      `alter table "push_subscription" add constraint "push_subscription_account_id_foreign" foreign key ("account_id") references "account" ("id") on delete cascade;`,
    );
    this.addSql(
      `alter table "push_subscription" add constraint "push_subscription_auth_session_id_foreign" foreign key ("auth_session_id") references "auth_session" ("id") on delete cascade;`,
    );

    this.addSql(`alter table "vapid_keys" add constraint "vapid_keys_id_check" check (id = 1);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop table if exists "push_preference" cascade;`);
    this.addSql(`drop table if exists "push_subscription" cascade;`);
    this.addSql(`drop table if exists "vapid_keys" cascade;`);
  }
}
