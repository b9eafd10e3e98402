/** `npm run migrate`: applies the migrations to the database in DATABASE_URL, else to the embedded one. */
import { readConfig } from '#lib/server/config.ts';
import { startDatabase } from '#lib/server/db/start.ts';

const started = await startDatabase(readConfig());
console.log(started.applied.length ? `Applied ${started.applied.join(', ')}` : 'The database is up to date.');
await started.stop();
