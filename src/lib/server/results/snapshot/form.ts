/** What a form asks to be frozen. */
import { SNAPSHOT_FORMAT, type SnapshotDefinition } from '#lib/domain/dataset/definition.ts';
import { Problem } from '#lib/domain/problem.ts';
import { translate, m, type Locale } from '#lib/i18n.ts';
import { parseDerived, type Fault } from './freeze.ts';

/** As it was typed, to be shown again. */
export interface Typed {
	wave: string;
	surveys: string[];
	/** `survey:id` */
	links: string[];
	weights: string[];
	/** Surveys whose codes of open answers are taken along. */
	codings: string[];
	responses: string;
	frame: string;
	derived: string;
}

const MOST_CHARACTERS = 500_000;
const texts = (form: FormData, name: string): string[] => form.getAll(name).flatMap((v) => (typeof v === 'string' ? [v.slice(0, 100)] : [])).slice(0, 200);
const text = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value : '';
};

export const typedOf = (form: FormData): Typed => ({
	wave: text(form, 'wave').slice(0, 20), surveys: texts(form, 'survey'), links: texts(form, 'link'), weights: texts(form, 'weight'), codings: texts(form, 'coding'),
	responses: text(form, 'responses').slice(0, 20), frame: text(form, 'frame').slice(0, 20), derived: text(form, 'derived').slice(0, MOST_CHARACTERS)
});

/** @throws Problem snapshot_problem_json (422) */
function json(typed: string): unknown {
	if (typed.trim() === '') return [];
	try {
		return JSON.parse(typed);
	} catch (error) {
		throw new Problem('snapshot_problem_json', 422, { reason: (error as Error).message.slice(0, 200) });
	}
}

const idsOf = (chosen: readonly string[], survey: string): number[] => chosen.flatMap((one) => {
	const [of, id] = one.split(':');
	return of === survey && /^[1-9]\d{0,8}$/.test(id ?? '') ? [Number(id)] : [];
});

/** @throws Problem snapshot_problem_json (422), snapshot_problem_no_wave (404) */
export function definitionOf(typed: Typed): { waveId: number; definition: SnapshotDefinition; faults: Fault[] } {
	if (!/^[1-9]\d{0,8}$/.test(typed.wave)) throw new Problem('snapshot_problem_no_wave', 404);
	const { derived, faults } = parseDerived(json(typed.derived));
	return {
		waveId: Number(typed.wave), faults,
		definition: {
			format: SNAPSHOT_FORMAT, responses: typed.responses === 'with_partial' ? 'with_partial' : 'complete', frame: typed.frame === 'strata' ? 'strata' : 'all', derived,
			surveys: typed.surveys.map((survey) => ({ survey, links: idsOf(typed.links, survey), weights: idsOf(typed.weights, survey), ...(typed.codings.includes(survey) && { codings: true }) }))
		}
	};
}

/** A fault as a sentence. */
export const faultWords = ({ name, code, params }: Fault, locale: Locale): string => {
	const said = translate(`snapshot_fault_${code}`, params, locale);
	return name === '' ? said : m.snapshot_fault_at({ name, text: said }, { locale });
};
