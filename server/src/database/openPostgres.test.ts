import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFreezer } from './createFreezer.ts';
import { openPostgres } from './openPostgres.ts';
import { postgresAt, startTestPostgres, type TestPostgres } from './testPostgres.ts';

/** A server's start, as a process of its own. */
const STARTER = `
  const { openPostgres } = await import(${JSON.stringify(new URL('./openPostgres.ts', import.meta.url).href)});
  await openPostgres(process.argv[1]).then(() => console.log('open'), (error) => console.log(error.message));
  setInterval(() => {}, 60_000);
`;

describe.skipIf(postgresAt === null)('a PostgreSQL server', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startTestPostgres()), 60_000);
  afterAll(() => postgres.stop());

  it('gets its database and schema from three servers that start at once', async () => {
    const url = postgres.newDatabaseUrl();
    const starters = Array.from({ length: 3 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', STARTER, url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    const said = await Promise.all(
      starters.map(async ({ stdout }) => {
        const [text] = (await once(stdout, 'data')) as [Buffer];
        return text.toString().trim();
      }),
    );
    const exits = starters.map((child) => once(child, 'exit'));
    for (const child of starters) child.kill('SIGKILL');
    await Promise.all(exits);
    expect(said).toEqual(['open', 'open', 'open']);
  }, 60_000);

  it('is refused when a newer version has migrated it', async () => {
    const url = postgres.newDatabaseUrl();
    const database = await openPostgres(url);
    await database.use((em) =>
      em.execute(`insert into mikro_orm_migrations (name) values ('Migration29991231235959FromTheFuture')`),
    );
    await database.close();
    await expect(openPostgres(url)).rejects.toThrow(
      /newer version \(it has Migration29991231235959FromTheFuture\)/,
    );
  });

  it('that is frozen fails within three seconds, also for those who wait in line, and serves again afterwards', async () => {
    const freezer = await createFreezer(new URL(postgres.newDatabaseUrl()));
    const database = await openPostgres(freezer.url);
    await database.ping();

    freezer.freeze();
    const startedAt = performance.now();
    const attempts = Array.from({ length: 30 }, (_, index) =>
      index % 2 === 0 ? database.ping() : database.transaction((em) => em.execute('select 1')),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(performance.now() - startedAt).toBeLessThan(3_500);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'DATABASE_UNAVAILABLE' } });
    }

    freezer.thaw();
    await expect
      .poll(() => database.ping().then(() => 'answers', String), { timeout: 5_000 })
      .toBe('answers');
    await database.close();
    await freezer.close();
  });

  it('that nobody can reach is told from a faulty query', async () => {
    const freezer = await createFreezer(new URL(postgres.newDatabaseUrl()));
    await freezer.close();
    await expect(openPostgres(freezer.url)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });
});
