import { expect, it } from 'vitest';
import { createDatabase } from '../support/database.ts';
import { questionnaire2021, representatives } from '../support/evaluation.ts';
import { fill, httpClient, random, wayOn } from '../support/insistent.ts';
import { seedSurvey } from '../support/seed.ts';
import { startServer } from '../support/server.ts';

const LINKS = 30;
const local = (location: string | undefined) => (location ?? '').replace(/^https?:\/\/[^/]+/, '').replace(/#.*$/, '');

it('Thirty links each opened by two clients in lockstep store thirty responses', async () => {
	const db = await createDatabase();
	const { surveyId, tokens } = await seedSurvey(db.admin, { questionnaire: questionnaire2021('tillitsvalgte'), seats: representatives(LINKS) });
	const server = await startServer({ databaseUrl: db.url });
	const clients = [httpClient(server.origin, LINKS), httpClient(server.origin, LINKS)];

	const ends = await Promise.all(tokens.map(async (token, i) => {
		const start = `/svar/${token}`;
		let at = start;
		for (let step = 0; step < 60; step++) {
			const pages = await Promise.all(clients.map((client) => client.get(at)));
			if (pages.some((page) => page.status >= 300)) {
				at = local(pages.find((page) => page.status >= 300)?.location);
				continue;
			}
			// both fill in the page as they see it and press the button in the same moment
			const posts = pages.map((page, who) => {
				const { form, button } = wayOn(page.body);
				if (!form) return null;
				const entries = fill(form, random(i * 1000 + step * 2 + who));
				if (button?.name) entries.push([button.name, button.value]);
				return { path: new URL(form.action, `http://x${at}`), entries };
			});
			if (posts.every((post) => post === null)) return pages.map((page) => page.status);
			const replies = await Promise.all(posts.map((post, who) => (post && clients[who] ? clients[who].post(post.path.pathname + post.path.search, post.entries) : null)));
			// one may be told that the other has sent the form in; neither may be told of a fault
			for (const reply of replies) if (reply && reply.status !== 303 && reply.status !== 409 && reply.status !== 422) throw new Error(`a post answered ${reply.status}`);
			at = local(replies.find((reply) => reply?.status === 303)?.location) || at;
		}
		throw new Error('the form does not end');
	}));

	expect(ends.flat().every((status) => status === 200)).toBe(true);
	const [counts] = await db.admin`select count(*)::int as responses, count(distinct seat_id)::int as seats, count(*) filter (where state = 'submitted')::int as submitted from response where survey_id = ${surveyId}`;
	expect(counts).toEqual({ responses: LINKS, seats: LINKS, submitted: LINKS });
	const twice = await db.admin`select response_id, item from answer where survey_id = ${surveyId} group by 1, 2 having count(*) > 1`;
	expect([...twice]).toEqual([]);
	// the secret part may itself hold a hyphen
	for (const token of tokens) expect(server.log()).not.toContain(token.slice(token.indexOf('-') + 1));
	for (const client of clients) client.close();
	await server.stop();
	await db.drop();
});
