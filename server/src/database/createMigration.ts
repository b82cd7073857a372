import { openPgliteOrm } from './openPglite.ts';
import { migrationsPath } from './ormOptions.ts';

/**
 * npm run migration:create --workspace server -- <name>
 * Writes the migration from what the present migrations build to what the entities say. Needs no server.
 */
const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run migration:create --workspace server -- <name of a-z, 0-9 and _>');
  process.exit(64);
}

const orm = await openPgliteOrm('memory://');
const { fileName } = await orm.migrator.create(migrationsPath, false, false, name);
await orm.close();
console.log(
  fileName === '' ? 'The entities and the migrations agree: nothing to write.' : `Wrote ${fileName}`,
);
