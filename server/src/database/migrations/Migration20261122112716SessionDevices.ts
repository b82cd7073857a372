import { Migration } from '@mikro-orm/migrations';

export class Migration20261122112716_session_devices extends Migration {
  override name = 'Migration20261122112716_session_devices';

  override up(): void | Promise<void> {
    this.addSql(
      `alter table "speaking_session" add "device_a" varchar(64) null, add "device_b" varchar(64) null;`,
    );
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table "speaking_session" drop column "device_a", drop column "device_b";`);
  }
}
