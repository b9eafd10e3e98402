/** A sender as a process of its own, to be killed: DATABASE_URL, SURVEY and GRUNNLAG_SMTP_URL in the environment. */
import { connect } from '../../src/lib/server/db/connection.ts';
import { invite } from '../../src/lib/server/fieldwork/mail/index.ts';

const { DATABASE_URL = '', SURVEY = '', GRUNNLAG_SMTP_URL, SECRET = '' } = process.env;
const database = connect(DATABASE_URL);
const config = { origin: 'https://svar.example.no', dataDir: '/nowhere', smtpUrl: GRUNNLAG_SMTP_URL, mailFrom: 'Grunnlag <svar@example.org>' };
console.log(JSON.stringify(await invite({ database, secret: SECRET, config }, { surveyId: Number(SURVEY), actor: 'process' })));
await database.close();
