/** Answers on scales: a tendency of the person, a level of the item, and chance. */
import type { Answer } from '#lib/domain/questionnaire/answers.ts';
import type { Field } from '#lib/domain/questionnaire/fields.ts';
import { normal, randomFor, type Random } from './random.ts';

interface Shape { mean: number; spread: number }

/** Where the middle of the answers lies, as the report's figures suggest: mostly agreeing, moderate extents. */
const SCALES: Record<string, Shape> = {
	agree5: { mean: 3.8, spread: 0.85 },
	extent5: { mean: 3.1, spread: 0.9 },
	satisfied5: { mean: 3.8, spread: 0.75 },
	met3: { mean: 2.1, spread: 0.5 }
};

/** What the whole questionnaire has of one person: how positive, how often "vet ikke", how often nothing. */
export interface Person {
	tendency: number;
	dontKnow: number;
	blank: number;
}

export function personFor(survey: string, ref: string): Person {
	const random = randomFor(survey, ref, 'person');
	const skips = random() < 0.07;
	return { tendency: normal(random) * 0.6, dontKnow: random() < 0.12 ? 0.18 : 0.03, blank: skips ? 0.1 : 0.006 };
}

/** Some subjects are farther from people than others: there "vet ikke" is more usual. */
const REMOTE: Record<string, number> = { effects: 0.08, overall: 0.05, mapping: 0.03, uh_institution: 0.02, codetermination: 0.04 };

/** Whether the item is answered with "vet ikke", where it may be. */
export const isDontKnow = (field: Field, person: Person, random: Random): boolean =>
	field.dontKnow && random() < person.dontKnow + (REMOTE[field.block.key] ?? 0);

/** A code of the field's scale. Reversed items are answered the other way about. */
export function scaleAnswer(survey: string, field: Field, person: Person, random: Random): Answer {
	const codes = (field.categories ?? []).map((category) => category.code);
	const name = 'scale' in field.item ? (field.item.scale ?? '') : '';
	const shape = SCALES[name] ?? { mean: (codes.length + 1) / 2, spread: 1 };
	const reversed = field.row?.reversed ?? ('reversed' in field.item && field.item.reversed);
	const level = shape.mean + (randomFor(survey, field.key, 'level')() - 0.5) * 0.8;
	const positive = level + person.tendency + normal(random) * shape.spread;
	const place = reversed ? codes.length + 1 - positive : positive;
	const code = codes[Math.min(codes.length, Math.max(1, Math.round(place))) - 1];
	if (code === undefined) throw new Error(`Item ${field.key} has no categories`);
	return { state: 'answered', code };
}
