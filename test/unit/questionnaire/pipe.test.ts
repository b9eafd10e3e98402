import { describe, expect, it } from 'vitest';
import { escapeHtml, pipe, references } from '#lib/domain/questionnaire/pipe.ts';
import { changed } from './faults.ts';
import { code, codes, compiled, DONT_KNOW, number, sample, text } from './sample.ts';

const c = compiled();
const answers = {
	satisfied: code(3), role: codes(1, 2, 9), cooperates: DONT_KNOW, share: number(1234.5), since: text('2021-05-17'), municipality: text('5043'), comment: text('{{frame:county}} <b>')
};
const frame = { county: '11', institution: 'OsloMet & co' };

describe('piping', () => {
	it.each([
		['{{item:satisfied}}', 'Enig', 'Samd', 'Agree'],
		['{{item:role}}', 'Eier, Leder og Annet', 'Eier, Leder og Annet', 'Eier, Leder, and Annet'],
		['{{item:cooperates}}', 'Vet ikke', 'Veit ikkje', 'Don’t know'],
		['{{item:share}}', '1234,5', '1234,5', '1234.5'],
		['{{ item : since }}', '17. mai 2021', '17. mai 2021', '17 May 2021'],
		['{{item:municipality}}', 'Raarvihke - Røyrvik', 'Raarvihke - Røyrvik', 'Raarvihke - Røyrvik'],
		['{{frame:county}}: {{frame:institution}}', 'Rogaland: OsloMet & co', 'Rogaland: OsloMet & co', 'Rogaland: OsloMet & co'],
		['{{item:years}}, {{item:unknown}}, {{frame:unknown}}, {{item:constructor}}, {{frame:constructor}}', '…, …, …, …, …', '…, …, …, …, …', '…, …, …, …, …'],
		['{ {item:years} } $& {{x}}', '{ {item:years} } $& {{x}}', '{ {item:years} } $& {{x}}', '{ {item:years} } $& {{x}}']
	])('%s becomes %s', (template, nb, nn, en) => {
		expect([pipe(template, c, answers, frame, 'nb'), pipe(template, c, answers, frame, 'nn'), pipe(template, c, answers, frame, 'en')]).toEqual([nb, nn, en]);
	});

	it('names several municipalities in the language', () => {
		expect(pipe('{{item:municipality}}', c, { municipality: text('several') }, {}, 'nn')).toBe('fleire kommunar');
		expect(pipe('{{item:municipality}}', c, { municipality: text('Bygda') }, {}, 'nn')).toBe('Bygda');
	});

	it('shows a frame value without a category as it is, and none as a blank', () => {
		expect(pipe('{{frame:county}}', c, {}, { county: '99' }, 'nb')).toBe('99');
		expect(pipe('{{frame:county}}', c, {}, { county: null }, 'nb')).toBe('…');
	});

	it('never reads what a respondent typed as a reference, or as a pattern', () => {
		expect(pipe('Du skrev: {{item:comment}}', c, answers, frame, 'nb')).toBe('Du skrev: … <b>');
		expect(pipe('{{{item:comment}}item:satisfied}}', c, { comment: text('{'), satisfied: code(1) }, {}, 'nb')).toBe('…');
		expect(pipe('{{item:comment}}', c, { comment: text('$& $1 $$') }, {}, 'nb')).toBe('$& $1 $$');
	});

	it('takes nothing from what every object inherits, even for an item of that name', () => {
		const doc = changed(sample(), { '/blocks/3/items/0/key': 'constructor', '/blocks/3/items/3/if/item': 'constructor' });
		expect(pipe('{{item:constructor}}', compiled(doc), {}, {}, 'nb')).toBe('…');
		expect(pipe('{{item:constructor}}', compiled(doc), { constructor: number(5) }, {}, 'nb')).toBe('5');
	});

	it('escapes for HTML where it is asked to', () => {
		expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;');
	});

	it('finds the references of a text', () => {
		expect(references('{{item:a}} {{frame:b}} {{item:a}} {{other:c}} {item:d}')).toEqual([
			{ kind: 'item', name: 'a' }, { kind: 'frame', name: 'b' }, { kind: 'item', name: 'a' }]);
	});
});
