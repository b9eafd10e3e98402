/**
 * A respondent for fault tests: fills in whatever the page offers, tries again when the connection fails, as a person would, and remembers
 * what the server has acknowledged. What it remembers is what must be in the database.
 */
import { httpClient, type Client, type Reply } from '../../src/demo/simulate/http.ts';
import { readForms, type Form } from '../../src/demo/simulate/form.ts';

/** A small generator of its own, so that a failing run can be repeated (mulberry32). */
export function random(seed: number): () => number {
	let a = seed >>> 0;
	return () => {
		a = (a + 0x6d2b79f5) | 0;
		let t = Math.imul(a ^ (a >>> 15), 1 | a);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

export interface Acknowledged {
	/** By field key: the values last acknowledged. */
	answers: Map<string, string[]>;
	submitted: boolean;
	/** Posts that had to be sent again. */
	retries: number;
}

/** Sends until there is an answer. A post is repeated as it was: the server must not mind. */
async function insist(send: () => Promise<Reply>, acknowledged: Acknowledged): Promise<Reply> {
	for (const begun = Date.now(); Date.now() - begun < 300_000;) {
		const reply = await send().catch(() => null);
		// 5xx while the server is starting or its database connection is gone: not an acknowledgement
		if (reply && reply.status < 500) return reply;
		acknowledged.retries += 1;
		await new Promise((done) => setTimeout(done, 50));
	}
	throw new Error('the server did not come back');
}

const isField = (name: string) => !name.startsWith('_');

/** One choice for each radio group, boxes by chance, something typed in every line. Control fields go back as rendered. */
export function fill(form: Form, chance: () => number): [string, string][] {
	const entries: [string, string][] = [];
	const groups = new Map<string, string[]>();
	for (const { name, type, value } of form.controls) {
		if (!isField(name) || type === 'hidden') entries.push([name, value]);
		else if (type === 'radio') groups.set(name, [...(groups.get(name) ?? []), value]);
		else if (type === 'checkbox') {
			if (value !== 'dk' && value !== 'several' && chance() < 0.3) entries.push([name, value]);
		} else if (type === 'textarea' || type === 'text') entries.push([name, form.controls.some((c) => c.name === name && c.type !== type) ? '' : `Tekst ${Math.floor(chance() * 1e6)}`]);
		else entries.push([name, '']);
	}
	for (const [name, values] of groups) {
		const value = values[Math.floor(chance() * values.length)];
		if (value !== undefined) entries.push([name, value]);
	}
	return entries;
}

/** The form that takes a person on from a page, and the button that does: never one that clears an answer or changes the language. */
export function wayOn(html: string): { questions: Form | undefined; form: Form | undefined; button: Form['buttons'][number] | undefined } {
	const leads = (b: Form['buttons'][number]) => b.name === '' || b.name === '_to';
	const forms = readForms(html).filter((f) => f.method === 'post' && f.buttons.some(leads));
	const questions = forms.find((f) => f.controls.some((c) => isField(c.name)));
	const form = questions ?? forms[0];
	return { questions, form, button: form?.buttons.find(leads) };
}

const local = (location: string | undefined) => (location ?? '').replace(/^https?:\/\/[^/]+/, '').replace(/#.*$/, '');

/** Answers the form behind `path` from wherever it is to the end. */
export async function respond(client: Client, path: string, chance: () => number, acknowledged: Acknowledged): Promise<void> {
	let at = path;
	for (let step = 0; step < 120; step++) {
		const page = await insist(() => client.get(at), acknowledged);
		if (page.status >= 300 && page.status < 400) {
			at = local(page.location);
			continue;
		}
		if (page.status !== 200) throw new Error(`a page answered ${page.status}`);
		const { questions, form, button } = wayOn(page.body);
		if (!form) {
			if (at !== path) throw new Error('a page without a way on');
			acknowledged.submitted = true;
			return;
		}
		const entries = fill(form, chance);
		if (button?.name) entries.push([button.name, button.value]);
		const action = new URL(form.action, `http://x${at}`);
		const reply = await insist(() => client.post(action.pathname + action.search, entries), acknowledged);
		if (reply.status !== 303) throw new Error(`a post answered ${reply.status}`);
		if (questions) {
			for (const { name } of questions.controls) if (isField(name)) acknowledged.answers.set(name, []);
			for (const [name, value] of entries) if (isField(name) && value !== '') acknowledged.answers.get(name)?.push(value);
		}
		at = local(reply.location);
	}
	throw new Error('the form does not end');
}

export function newAcknowledged(): Acknowledged {
	return { answers: new Map(), submitted: false, retries: 0 };
}

export { httpClient };
