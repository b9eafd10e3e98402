/**
 * A respondent at work in a browser without JavaScript: opens the link, reads what it is about, starts, fills in page after page as
 * rendered, looks at the last page, and sends in. Posts nothing but what the page's form would.
 */
import { answerTo, DK, type Answer, type Answers } from '#lib/domain/questionnaire/answers.ts';
import { readForms, unescapeHtml, type Control, type Form } from './form.ts';
import type { Client, Reply } from './http.ts';

/** More pages than any questionnaire has; a form that goes in a ring must not go on for ever. */
const MAX_PAGES = 80;

export class PlayError extends Error {}

/** The values an answer has in a form. */
function valuesOf(answer: Answer | undefined): string[] {
	if (!answer) return [];
	if (answer.state === 'dont_know') return [DK];
	if ('codes' in answer) return answer.codes.map(String);
	if ('code' in answer) return [String(answer.code)];
	// a browser sends line ends of a text as CR LF
	return ['number' in answer ? String(answer.number) : answer.text.replaceAll('\n', '\r\n')];
}

const isChoice = ({ type }: Control): boolean => type === 'radio' || type === 'checkbox';
const isField = ({ name }: Control): boolean => !name.startsWith('_');
const isTyped = (control: Control): boolean => isField(control) && !isChoice(control) && control.type !== 'hidden';

/**
 * What the form sends when `answers` are given in it.
 * @throws PlayError when a question on the page does not offer the answer
 */
export function fillIn(form: Form, answers: Answers): [string, string][] {
	const left = new Map<string, string[]>();
	for (const { name } of form.controls.filter(isField)) left.set(name, valuesOf(answerTo(answers, name)));
	const take = (name: string, value: string): boolean => {
		const values = left.get(name) ?? [];
		if (!values.includes(value)) return false;
		left.set(name, values.filter((other) => other !== value));
		return true;
	};
	// boxes first: what one of them says is not typed beside it
	const ticked = new Set(form.controls.filter((control) => isField(control) && isChoice(control) && take(control.name, control.value)));
	const entries = form.controls.flatMap((control): [string, string][] => {
		const { name, value } = control;
		if (isField(control) && isChoice(control)) return ticked.has(control) ? [[name, value]] : [];
		if (!isTyped(control)) return isChoice(control) && !control.checked ? [] : [[name, value]];
		const [typed = ''] = left.get(name) ?? [];
		left.set(name, []);
		return [[name, typed]];
	});
	const lost = [...left].find(([, values]) => values.length > 0);
	if (lost) throw new PlayError(`The page does not offer the answer to ${lost[0]}`);
	return entries;
}

const hasQuestions = (form: Form): boolean => form.method === 'post' && form.controls.some(isField);
const hasControl = (form: Form, name: string): boolean => [...form.controls, ...form.buttons].some((control) => control.name === name);

/** The form that takes the person on from a page without questions: start, or send in. Changing language is not it. */
const onward = (forms: Form[]): Form | undefined => forms.find((form) => form.method === 'post' && form.buttons.length > 0 && !hasControl(form, '_locale'));

/** Pages give a question's element this id. */
const keyOf = (id: string): string => id.replace(/^f-/, '');

/** Addresses of the questions that the last page says are open, by field key. */
function openQuestions(html: string): Map<string, string> {
	return new Map([...html.matchAll(/<a href="([^"#]+)#([^"]+)"/g)].filter(([, address]) => address?.includes('?til=')).map(([, address = '', id = '']) => [keyOf(id), unescapeHtml(address)]));
}

const pathOf = (address: string, base: string): string => {
	const url = new URL(address, `http://here.invalid${base}`);
	return url.pathname + url.search;
};

/** The page's own part of an address: the part before it is the token, which no message may hold. */
const nameOf = (path: string): string => /^\/svar\/[^/?]+\/([^/?]+)/.exec(path)?.[1] ?? 'behind the link';

/** Follows redirects with GET, as a browser does after a post. */
async function follow(client: Client, reply: Reply, from: string): Promise<{ path: string; page: Reply }> {
	let [path, page] = [from, reply];
	for (let i = 0; i < 5 && page.status >= 300 && page.status < 400 && page.location !== undefined; i++) {
		path = pathOf(page.location, path).replace(/#.*$/, '');
		page = await client.get(path);
	}
	if (page.status !== 200) throw new PlayError(`The page ${nameOf(path)} answered ${page.status}`);
	return { path, page };
}

/**
 * Answers the form behind `link` and sends it in. A form begun before goes on where it was. Questions that an answer brings up on a page
 * already left are found on the last page, as a person finds them.
 * @returns how many pages with questions were posted
 * @throws PlayError when a page does not offer an answer, answers with an error, or the form does not end
 */
export async function answerForm(client: Client, link: string, answers: Answers): Promise<number> {
	const start = pathOf(link, '/');
	const seen = new Set<string>();
	let { path, page } = await follow(client, await client.get(start), start);
	let posted = 0;
	for (let i = 0; i < MAX_PAGES; i++) {
		const forms = readForms(page.body);
		const questions = forms.find(hasQuestions);
		const [, again] = questions ? [] : [...openQuestions(page.body)].find(([key]) => answerTo(answers, key) && !seen.has(key)) ?? [];
		if (again !== undefined) {
			({ path, page } = await follow(client, await client.get(pathOf(again, path)), pathOf(again, path)));
			if (!readForms(page.body).some(hasQuestions)) throw new PlayError('The page of an open question has none');
			continue;
		}
		const form = questions ?? onward(forms);
		if (!form) {
			if (path === start) return posted;
			throw new PlayError('The page has no form to go on with');
		}
		const entries = fillIn(form, answers);
		for (const control of form.controls.filter(isField)) seen.add(control.name);
		// the first that leads on from the page: to the next one, or back to the last one where the person came from it
		const button = form.buttons.find(({ name }) => name === '_to');
		if (button) entries.push([button.name, button.value]);
		({ path, page } = await follow(client, await client.post(pathOf(form.action, path), entries), path));
		if (questions) posted++;
	}
	throw new PlayError('The form does not end');
}
