import { describe, expect, test } from 'vitest';
import type { Answers } from '#lib/domain/questionnaire/answers.ts';
import { answerForm, fillIn, PlayError } from '../../../src/demo/simulate/browser.ts';
import { readForms, unescapeHtml } from '../../../src/demo/simulate/form.ts';
import type { Client, Reply } from '../../../src/demo/simulate/http.ts';

const PAGE = `
	<form method="post" id="skjema" novalidate>
		<button class="default" name="_to" value="next" aria-hidden="true">Neste</button>
		<input type="hidden" name="_base" value="{&quot;a&quot;:1}" />
		<input type="hidden" name="one" value="" />
		<input type="radio" name="one" value="1" checked /><input type="radio" name="one" value="2" /><input type="radio" name="one" value="dk" />
		<input type="hidden" name="many" value="" />
		<input type="checkbox" name="many" value="1" /><input type="checkbox" name="many" value="3" checked />
		<input name="place" type="text" value="Lillehammer &amp; omegn" list="places" /><datalist id="places"><option value="Oslo"></option></datalist>
		<input type="checkbox" name="place" value="several" />
		<textarea name="comment" rows="5">
Linje &lt;1&gt;</textarea>
		<button name="_clear" value="one" type="submit">Fjern</button><button type="button" name="x" value="y">Ikke send</button>
	</form>`;

function form() {
	const [first] = readForms(PAGE);
	if (!first) throw new Error('no form');
	return first;
}
const fields = (entries: [string, string][]) => entries.filter(([name]) => !name.startsWith('_'));

describe('reading a form', () => {
	test('finds its controls and submit buttons in order, with values unescaped', () => {
		const read = form();
		expect(read.method).toBe('post');
		expect(read.controls.find((control) => control.name === '_base')?.value).toBe('{"a":1}');
		expect(read.controls.find((control) => control.name === 'comment')?.value).toBe('Linje <1>');
		expect(read.controls.filter((control) => control.name === 'one').map((control) => control.checked)).toEqual([false, true, false, false]);
		expect(read.buttons).toEqual([{ name: '_to', value: 'next' }, { name: '_clear', value: 'one' }]);
	});

	test('takes no notice of what stands outside it, nor of suggestions', () => {
		expect(readForms('<input name="stray" value="1" /><p>ingen skjema</p>')).toEqual([]);
		expect(form().controls.map((control) => control.value)).not.toContain('Oslo');
	});

	test('is not led astray by a tag in a value', () => {
		const [read] = readForms('<form method="post"><input name="a" value="<button name=&quot;b&quot;>" /><input name="c" value="1" disabled /></form>');
		expect(read?.controls).toEqual([{ name: 'a', type: 'text', value: '<button name="b">', checked: false }]);
		expect(read?.buttons).toEqual([]);
	});

	test('knows numbered and named characters', () => {
		expect(unescapeHtml('&#65;&#x42;&amp;amp;&nbsp;&unknown;')).toBe('AB&amp;\u00a0&unknown;');
	});
});

describe('filling in', () => {
	test('sends hidden fields as rendered, and each question by what is answered', () => {
		const answers: Answers = {
			one: { state: 'answered', code: 2 }, many: { state: 'answered', codes: [1, 3] },
			place: { state: 'answered', text: '0301' }, comment: { state: 'answered', text: 'En\nto' }
		};
		expect(fillIn(form(), answers)).toEqual([
			['_base', '{"a":1}'], ['one', ''], ['one', '2'], ['many', ''], ['many', '1'], ['many', '3'], ['place', '0301'], ['comment', 'En\r\nto']
		]);
	});

	test('ticks the box for what a box says, and types nothing beside it', () => {
		expect(fields(fillIn(form(), { place: { state: 'answered', text: 'several' }, one: { state: 'dont_know' } })))
			.toEqual([['one', ''], ['one', 'dk'], ['many', ''], ['place', ''], ['place', 'several'], ['comment', '']]);
	});

	test('takes back what was there and is not answered', () => {
		expect(fields(fillIn(form(), {}))).toEqual([['one', ''], ['many', ''], ['place', ''], ['comment', '']]);
	});

	test('refuses an answer that the page does not offer, naming the question', () => {
		expect(() => fillIn(form(), { one: { state: 'answered', code: 9 } })).toThrow(/answer to one/);
		expect(() => fillIn(form(), { many: { state: 'answered', codes: [1, 2] } })).toThrow(PlayError);
		expect(() => fillIn(form(), { place: { state: 'dont_know' }, one: { state: 'answered', code: 9 } })).toThrow(PlayError);
	});

	test('leaves answers to other pages alone', () => {
		expect(fields(fillIn(form(), { elsewhere: { state: 'answered', code: 1 } })).map(([name]) => name)).not.toContain('elsewhere');
	});
});

/** A site of two pages and a last one, which knows only what is posted. */
function site(options: { lost?: string; status?: number } = {}) {
	const posts: string[] = [];
	let submitted = false;
	const html = (body: string): Reply => ({ status: 200, location: undefined, body });
	const on = (to: string): Reply => ({ status: 303, location: to, body: '' });
	const question = (name: string, action = '') => `<form method="post"${action && ` action="${action}"`}><input type="hidden" name="${name}" value="" /><input type="radio" name="${name}" value="1" />
		<button name="_clear" value="${name}">Fjern</button><button name="_to" value="next">Neste</button><button name="_to" value="previous">Forrige</button></form>`;
	const client: Client = {
		requests: 0, close: () => undefined,
		get: async (path) => {
			switch (path) {
				case '/svar/T': return html(submitted ? '<h1>Takk</h1>' : '<form method="post" action="?sprak=nb"><button>Start</button></form>');
				case '/svar/T/first': return options.status ? { status: options.status, location: undefined, body: '' } : html(question('a'));
				case '/svar/T/late?til=oppsummering': return html(question('late').replace('value="next"', 'value="review"'));
				case '/svar/T/oppsummering': return html(`<form method="post"><button name="_locale" value="nn">Nynorsk</button></form>
					${options.lost && !posts.some((post) => post.includes('late=1')) ? `<a href="/svar/T/late?til=oppsummering#f-late">Åpent</a>` : ''}
					<form method="post"><button class="primary">Send inn</button></form>`);
				default: return { status: 404, location: undefined, body: '' };
			}
		},
		post: async (path, entries) => {
			posts.push(`${path} ${entries.map(([name, value]) => `${name}=${value}`).join('&')}`);
			if (path === '/svar/T?sprak=nb') return on('/svar/T/first');
			if (path === '/svar/T/oppsummering') submitted = true;
			return on(submitted ? '/svar/T' : '/svar/T/oppsummering');
		}
	};
	return { client, posts, isSubmitted: () => submitted };
}

describe('answering a form', () => {
	const answers: Answers = { a: { state: 'answered', code: 1 }, late: { state: 'answered', code: 1 } };

	test('starts, posts each page as its form would, and sends in', async () => {
		const { client, posts, isSubmitted } = site();
		expect(await answerForm(client, 'http://localhost:3000/svar/T', answers)).toBe(1);
		expect(posts).toEqual(['/svar/T?sprak=nb ', '/svar/T/first a=&a=1&_to=next', '/svar/T/oppsummering ']);
		expect(isSubmitted()).toBe(true);
	});

	test('answers first what the last page says is open, and leaves open what has no answer', async () => {
		const { client, posts } = site({ lost: 'late' });
		await answerForm(client, '/svar/T', answers);
		expect(posts.slice(2)).toEqual(['/svar/T/late?til=oppsummering late=&late=1&_to=review', '/svar/T/oppsummering ']);
		const open = site({ lost: 'late' });
		await answerForm(open.client, '/svar/T', {});
		expect(open.posts).toHaveLength(3);
	});

	test('stops at a page that answers with an error, naming the page but never the link', async () => {
		const failed = answerForm(site({ status: 500 }).client, '/svar/T', answers);
		await expect(failed).rejects.toThrow('The page first answered 500');
		await expect(answerForm(site().client, '/svar/X', answers)).rejects.toThrow('The page behind the link answered 404');
	});
});
