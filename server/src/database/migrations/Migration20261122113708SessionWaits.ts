import { Migration } from '@mikro-orm/migrations';

export class Migration20261122113708_session_waits extends Migration {
  override name = 'Migration20261122113708_session_waits';

  override up(): void | Promise<void> {
    this.addSql(`alter table "speaking_session" add "waits" jsonb null;`);
    this.addSql(`create index "speaking_session_started_at_index" on "speaking_session" ("started_at");`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index "speaking_session_started_at_index";`);
    this.addSql(`alter table "speaking_session" drop column "waits";`);
  }
}
