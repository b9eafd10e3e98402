/** A run of a plan asked for over HTTP, waited for as a browser without a script does. */
import type { signInOverHttp } from './evaluator.ts';

/** @param asked the reply to the form that asked for it. @returns where the run is seen */
export async function whereRun({ get }: Pick<Awaited<ReturnType<typeof signInOverHttp>>, 'get'>, asked: Response): Promise<string> {
	const job = asked.headers.get('location') ?? '';
	for (const begun = Date.now(); Date.now() - begun < 180_000;) {
		const reply = await get(job);
		if (reply.status === 303) return reply.headers.get('location') ?? '';
		const page = await reply.text();
		// the page fetches itself again
		if (!page.includes('http-equiv="refresh"')) throw new Error(`${reply.status}: ${page.slice(page.indexOf('<main'), page.indexOf('</main>'))}`);
	}
	throw new Error('the run did not end');
}
