import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answersEqual, answerTo, parseForm, type Answer, type Answers } from '../../src/lib/domain/questionnaire/answers.ts';
import { compile, type Field } from '../../src/lib/domain/questionnaire/fields.ts';
import { effective, route } from '../../src/lib/domain/questionnaire/routing.ts';
import { LOCALES } from '../../src/lib/domain/questionnaire/schema.ts';
import { paragraphs, linkify } from '../../src/lib/respond/linkify.ts';
import { readBase, sameAsBase, writeBase } from '../../src/lib/server/respond/base.ts';
import { decodeAnswers, toEntry, toRaw } from '../../src/lib/server/respond/codec.ts';
import { itemView, type Context } from '../../src/lib/server/respond/item-view.ts';
import { certainNeighbour, continueAt, nextBlock, previousBlock } from '../../src/lib/server/respond/place.ts';
import { changes } from '../../src/lib/server/respond/save.ts';
import { anyAnswer, anyAnswers, postedAs } from '../support/answers.ts';
import { QUESTIONNAIRE } from '../support/questionnaire.ts';

const compiled = compile(QUESTIONNAIRE);
const someFrame = fc.record({ fylke: fc.constantFrom('oslo', null), rolle: fc.constantFrom('uh', 'eier', null), enhet: fc.string() });
const someForm = fc.record({ answers: anyAnswers(compiled.fields), frame: someFrame, locale: fc.constantFrom(...LOCALES) });
const contextOf = ({ answers, frame, locale }: { answers: Answers; frame: Record<string, string | null>; locale: (typeof LOCALES)[number] }): Context => {
	const routed = route(compiled, answers, frame);
	return { compiled, route: routed, answers, counted: effective(compiled, answers, frame, routed), frame, locale, typed: {}, problems: new Map() };
};
/** The answers after a patch. */
const patched = (answers: Answers, patch: Record<string, Answer | null>): Answers => {
	const after: Answers = { ...answers };
	for (const [key, answer] of Object.entries(patch)) {
		if (answer) after[key] = answer;
		else delete after[key];
	}
	return after;
};

describe('a page', () => {
	it('posted as it was shown changes nothing, whatever has been answered, in every language', () => {
		fc.assert(fc.property(someForm, (form) => {
			const context = contextOf(form);
			for (const block of compiled.blocks) {
				const items = block.items.map((item) => itemView(context, item)).filter((item) => item !== null);
				const { patch, problems } = parseForm(compiled.byKey, postedAs(items));
				expect(problems).toEqual([]);
				expect(changes(compiled, patch, readBase(writeBase(block.fields, form.answers)))).toEqual([]);
			}
		}));
	});
	it('posted without its base writes exactly what it showed', () => {
		fc.assert(fc.property(someForm, (form) => {
			const context = contextOf(form);
			const items = compiled.blocks.flatMap((block) => block.items).map((item) => itemView(context, item)).filter((item) => item !== null);
			const { patch } = parseForm(compiled.byKey, postedAs(items));
			expect(Object.keys(patch).sort()).toEqual([...context.route.asked].sort());
			for (const [key, answer] of Object.entries(patch)) expect(answersEqual(answer, answerTo(form.answers, key)), key).toBe(true);
		}));
	});
});

describe('two tabs made from the same answers', () => {
	const disjoint = fc.record({ before: anyAnswers(compiled.fields), a: anyAnswers(compiled.fields), b: anyAnswers(compiled.fields), mine: fc.subarray(compiled.fields.map((f) => f.key)) });
	it('keep each other’s changes, whichever posts first', () => {
		fc.assert(fc.property(disjoint, ({ before, a, b, mine }) => {
			const base = readBase(writeBase(compiled.fields, before));
			/* Tab A shows its own choice in its fields and what it was made from in the rest; tab B the other way round. */
			const shows = (choice: Answers, own: (key: string) => boolean) =>
				Object.fromEntries(compiled.fields.map((f) => [f.key, answerTo(own(f.key) ? choice : before, f.key) ?? null]));
			const [ofA, ofB] = [shows(a, (key) => mine.includes(key)), shows(b, (key) => !mine.includes(key))];
			const apply = (answers: Answers, tab: Record<string, Answer | null>) => {
				const written = new Set(changes(compiled, tab, base).map((e) => e.item));
				return patched(answers, Object.fromEntries(Object.entries(tab).filter(([key]) => written.has(key))));
			};
			const wanted = patched(before, Object.fromEntries(compiled.fields.map((f) => [f.key, answerTo(mine.includes(f.key) ? a : b, f.key) ?? null])));
			for (const after of [apply(apply(before, ofA), ofB), apply(apply(before, ofB), ofA)]) {
				for (const f of compiled.fields) expect(answersEqual(answerTo(after, f.key), answerTo(wanted, f.key)), f.key).toBe(true);
			}
		}));
	});
});

describe('an answer', () => {
	const fieldAnd = fc.constantFrom(...compiled.fields).chain((field) => fc.tuple(fc.constant(field), anyAnswer(field), anyAnswer(field)));
	it('is the same after the way to the database’s form and back', () => {
		fc.assert(fc.property(fieldAnd, ([field, answer]) => {
			if (!answer) return;
			expect(decodeAnswers(compiled, { [field.key]: toRaw(answer) })).toEqual({ [field.key]: answer });
			expect(toEntry(field, answer)).toMatchObject({ item: field.key, kind: field.kind, ...answer });
		}));
	});
	it('is found unchanged exactly when it is equal to what was shown', () => {
		fc.assert(fc.property(fieldAnd, ([field, shown, posted]) => {
			const base = readBase(writeBase([field], shown ? { [field.key]: shown } : {})) ?? {};
			expect(sameAsBase(field, posted, base)).toBe(answersEqual(shown, posted));
		}));
	});
	it('is compared with whatever claims to be a base without failing', () => {
		fc.assert(fc.property(fc.constantFrom<Field>(...compiled.fields), fc.jsonValue(), fc.string(), (field, value, text) => {
			expect(typeof sameAsBase(field, null, { [field.key]: value })).toBe('boolean');
			expect([null, 'object']).toContain(readBase(text) === null ? null : typeof readBase(text));
		}));
	});
});

describe('the way through a form', () => {
	it('leads forwards to each page shown, back again, and a certain neighbour is the one that routing gives', () => {
		fc.assert(fc.property(someForm, ({ answers, frame }) => {
			const routed = route(compiled, answers, frame);
			const forwards: string[] = [];
			for (let at = routed.blocks[0]; at !== undefined; at = nextBlock(compiled, routed, at)) forwards.push(at);
			expect(forwards).toEqual(routed.blocks);
			for (const [i, block] of routed.blocks.entries()) {
				expect(previousBlock(compiled, routed, block)).toBe(routed.blocks[i - 1]);
				expect(continueAt(compiled, routed, block, 1)).toBe(routed.blocks[i + 1]);
				expect(continueAt(compiled, routed, block, 0)).toBe(block);
				const [on, back] = [certainNeighbour(compiled, block, 1), certainNeighbour(compiled, block, -1)];
				if (on !== undefined) expect(on ?? undefined).toBe(routed.blocks[i + 1]);
				if (back !== undefined) expect(back ?? undefined).toBe(routed.blocks[i - 1]);
			}
		}));
	});
});

describe('plain text', () => {
	it('is cut into links and the rest without losing a character, and only https and mail are linked', () => {
		fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('https://a.no/b?c=d', 'http://a.no', 'javascript:alert(1)', 'ola@nord.no', '.', ' '))).map((all) => all.join('')), (text) => {
			const parts = linkify(text);
			expect(parts.map((p) => p.text).join('')).toBe(text);
			for (const { href } of parts) if (href !== undefined) expect(href).toMatch(/^(https:\/\/|mailto:)[^\s<>"]+$/);
			expect(paragraphs(text).every((p) => p.trim() !== '')).toBe(true);
		}));
	});
});
