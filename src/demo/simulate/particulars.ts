/** Items answered by who the respondent is: role, office, place, institution, position. Each follows the population list. */
import type { Answer } from '#lib/domain/questionnaire/answers.ts';
import type { Compiled, Field } from '#lib/domain/questionnaire/fields.ts';
import type { Responder } from '../data.ts';
import { comment } from './comments.ts';
import { pick, shuffled, type Random } from './random.ts';

export interface Context {
	compiled: Compiled;
	seat: Responder;
	/** Roles or offices ticked, in the words of the list. */
	ticks: readonly string[];
	random: Random;
}

type Draw = (field: Field, context: Context) => Answer | null;

const YES = 1;
const NO = 2;
const code = (value: number): Answer => ({ state: 'answered', code: value });
const yes = (random: Random, share: number, dontKnow = 0): Answer => {
	const at = random();
	return at < dontKnow ? { state: 'dont_know' } : code(at < dontKnow + share ? YES : NO);
};

/** Code of the category that is worded as the frame value is. Throws when there is none. */
export function codeOfListed(compiled: Compiled, field: Field, variable: string, listed: string): number {
	const label = compiled.frame.get(variable)?.categories?.find((category) => category.code === listed)?.label.nb;
	const category = field.categories?.find((candidate) => candidate.label.nb === label);
	if (label === undefined || !category) throw new Error(`Item ${field.key} has no category for ${variable} ${listed}`);
	return category.code;
}

const ticked = (variable: string): Draw => (field, { compiled, ticks }) =>
	ticks.length === 0 ? null : { state: 'answered', codes: ticks.map((listed) => codeOfListed(compiled, field, variable, listed)).toSorted((a, b) => a - b) };

/** Beginning of the label of the institutions that schools of a county work with. */
const PARTNERS: Record<string, string[]> = {
	Agder: ['Universitetet i Agder'],
	Innlandet: ['Høgskolen i Innlandet', 'NTNU'],
	Nordland: ['Nord', 'UiT'],
	Oslo: ['OsloMet', 'Universitetet i Oslo'],
	Viken: ['Universitetet i Sørøst-Norge', 'Høgskolen i Østfold', 'OsloMet', 'NMBU'],
	Rogaland: ['Universitetet i Stavanger', 'NLA'],
	'Troms og Finnmark': ['UiT', 'Samisk høgskole'],
	'Trøndelag': ['NTNU', 'Nord'],
	'Vestfold og Telemark': ['Universitetet i Sørøst-Norge'],
	Vestland: ['Høgskulen på Vestlandet', 'Universitetet i Bergen', 'NLA'],
	'Møre og Romsdal': ['Høgskulen i Volda', 'NTNU']
};

const partner: Draw = (field, { seat, random }) => {
	const near = PARTNERS[seat.frame.fylke ?? ''] ?? [];
	const own = (field.categories ?? []).map((category) => {
		const place = near.findIndex((start) => category.label.nb?.startsWith(start));
		return [category.code, place < 0 ? 0.04 : 6 / (place + 1)] as const;
	});
	return code(pick(random, own));
};

/** Codes of `position` by role in the list, with weights. */
const NETWORK_POSITIONS: Record<string, [number, number][]> = {
	'Kommunal skoleeier': [[1, 1], [2, 8], [3, 5], [4, 6], [5, 2], [6, 9]],
	'Fylkeskommunal skoleeier': [[2, 1], [5, 3], [6, 6]],
	'Privat-/friskoleeier': [[7, 8], [6, 1], [11, 1]],
	Skoleleder: [[7, 1]],
	'Lærerorganisasjon': [[9, 1]],
	'Barnehage/PBL': [[8, 4], [6, 1]],
	UH: [[10, 1]],
	Statsforvalter: [[6, 1]],
	KS: [[6, 3], [11, 1]],
	PPT: [[6, 1], [11, 2]]
};
const UH_POSITIONS: Record<string, [number, number][]> = {
	studieleder: [[1, 1]], prosjektleder: [[2, 5], [3, 1]], 'rådgiver': [[4, 1]], universitetslektor: [[5, 5], [3, 1]], dosent: [[6, 1]], 'førsteamanuensis': [[7, 6], [3, 1]]
};
const position: Draw = (_field, { seat, random }) =>
	code(pick(random, (seat.survey === 'uh' ? UH_POSITIONS[seat.frame.stilling ?? ''] : NETWORK_POSITIONS[seat.frame.rolle ?? '']) ?? [[seat.survey === 'uh' ? 8 : 11, 1]]));

const SCHOOL_TYPE: Record<string, number> = { Grunnskole: 1, 'Videregående skole': 2, 'Annet/ukjent': 3 };

/** Has cooperation with a university: school leaders and representatives at large, network members as their given answers imply. */
const cooperation: Draw = (_field, { seat, random }) => {
	if (seat.given.has('uh_map')) return yes(random, 0, 0.15);
	return seat.survey === 'skoleledere' ? yes(random, 0.6, 0.06) : yes(random, 0.35, 0.3);
};

/** Weights of the thirteen areas, in the order of the item. */
const AREAS = [14, 9, 6, 6, 9, 6, 3, 4, 3, 1.5, 1.5, 1.5, 1];

export const PARTICULARS: Record<string, Draw> = {
	role: ticked('rolle'),
	office: ticked('verv'),
	// a named municipality is always given; who named none represents several, or left it open
	municipality: (_field, { random }) => (random() < 0.6 ? { state: 'answered', text: 'several' } : null),
	position,
	years_member: (_field, { random }) => ({ state: 'answered', number: pick(random, [[0, 10], [1, 22], [2, 28], [3, 26], [4, 11], [6, 2], [10, 1]]) }),
	school_type: (_field, { seat }) => code(SCHOOL_TYPE[seat.frame.skoletype ?? ''] ?? 3),
	heard_of_scheme: (_field, { seat, random }) => yes(random, seat.survey === 'skoleledere' ? 0.85 : 0.5, 0.04),
	has_uh_cooperation: cooperation,
	uh_partner: partner,
	uh_chosen_by_us: (_field, { random }) => yes(random, 0.35, 0.15),
	priority_areas: (field, { random }) => {
		const wanted = 1 + Math.floor(random() * 5);
		const by = shuffled(random, (field.categories ?? []).map((category, i) => [category.code, AREAS[i] ?? 1] as const));
		const codes = new Set(Array.from({ length: wanted }, () => pick(random, by)));
		return { state: 'answered', codes: [...codes].toSorted((a, b) => a - b) };
	},
	staff_share: (_field, { random }) => code(pick(random, [[1, 18], [2, 12], [3, 15], [4, 55]])),
	comment: (_field, { random }) => (random() < 0.14 ? { state: 'answered', text: comment(random) } : null)
};
