/** What the 2021 report makes of the answers: six additive indexes and their bands (Tables 21 to 49), register figures in bands (Tables 16 to 19), items turned round. */
import * as v from 'valibot';
import type { Derived } from '#lib/domain/dataset/types.ts';
import type { Text } from '#lib/domain/questionnaire/schema.ts';
import inventory from './evaluation-2021/items.json' with { type: 'json' };
import published from './evaluation-2021/published.json' with { type: 'json' };

const Numbers = v.array(v.number());
const Printed = v.object({
	recodes: v.record(v.string(), v.object({ upper: Numbers, labels: v.optional(v.array(v.string())) })),
	index_bands: v.record(v.string(), v.object({ cut: Numbers, labels: v.array(v.string()) }))
});
const Inventory = v.object({
	blocks: v.array(v.object({ items: v.array(v.object({ key: v.string(), reversed: v.optional(v.boolean()) })) })),
	indexes: v.array(v.object({ id: v.string(), items: v.array(v.string()) }))
});

const text = (nb: string, nn: string, en: string): Text => ({ nb, nn, en });

/** The indexes, in the words of the report's text. */
const INDEXES: Readonly<Record<string, Text>> = {
	samarbeid: text('Samarbeid i forum og nettverk', 'Samarbeid i forum og nettverk', 'Cooperation in forums and networks'),
	krevende: text('Hvor krevende deltakelsen er', 'Kor krevjande deltakinga er', 'How demanding taking part is'),
	uh_omfang: text('Omfanget av UH-samarbeidet', 'Omfanget av UH-samarbeidet', 'Extent of cooperation with universities'),
	uh_kvalitet: text('Kvaliteten på UH-samarbeidet', 'Kvaliteten på UH-samarbeidet', 'Quality of cooperation with universities'),
	innretning: text('Innretning av tiltakene', 'Innretning av tiltaka', 'How the measures are designed'),
	betydning: text('Betydningen av ordningen', 'Kva ordninga har å seie', 'What the scheme means')
};
const REGISTER: Readonly<Record<string, Text>> = {
	population_2020: text('Folketall', 'Folketal', 'Population'), school_age_share: text('Andel barn i skolealder', 'Del barn i skulealder', 'Share of children of school age'),
	unemployment_rate: text('Registrert arbeidsledige', 'Registrerte arbeidslause', 'Registered unemployment'), free_income_per_capita: text('Frie inntekter per innbygger', 'Frie inntekter per innbyggjar', 'Free income per inhabitant')
};
/** Words of the printed bands in the other languages. */
const WORDS: Readonly<Record<string, [nn: string, en: string]>> = {
	'Mindre godt': ['Mindre godt', 'Less good'], Godt: ['Godt', 'Good'], 'Svært godt': ['Svært godt', 'Very good'], 'Lite krevende': ['Lite krevjande', 'Little demanding'],
	'Noe krevende': ['Noko krevjande', 'Somewhat demanding'], Krevende: ['Krevjande', 'Demanding'], Lite: ['Lite', 'Little'], Moderat: ['Moderat', 'Moderate'], Mye: ['Mykje', 'Much'],
	'Mindre god': ['Mindre god', 'Less good'], God: ['God', 'Good'], 'Svært god': ['Svært god', 'Very good'], Små: ['Små', 'Small'], 'Ganske store': ['Ganske store', 'Fairly large'],
	'Svært store': ['Svært store', 'Very large'], 'Svært lav': ['Svært låg', 'Very low'], Lav: ['Låg', 'Low'], Middels: ['Middels', 'Medium'], Høy: ['Høg', 'High'],
	'Svært lave': ['Svært låge', 'Very low'], Lave: ['Låge', 'Low'], Høye: ['Høge', 'High']
};
const inWords = (nb: string): Text => {
	const [nn, en] = WORDS[nb] ?? [nb, nb];
	return text(nb, nn, en);
};
const grouped = (n: number, separator: string): string => String(n).replace(/\B(?=(\d{3})+$)/g, separator);

/** Bands of a count that the report gives no words: "3 000 eller færre", "3 001–8 000", "Over 30 000". */
function bandsOf(upper: readonly number[]): Text[] {
	const no = (n: number): string => grouped(n, '\u00a0');
	const en = (n: number): string => grouped(n, ',');
	return [...upper, null].map((to, i) => {
		const under = upper[i - 1];
		if (under === undefined) return text(`${no(to ?? 0)} eller færre`, `${no(to ?? 0)} eller færre`, `${en(to ?? 0)} or fewer`);
		if (to === null) return text(`Over ${no(under)}`, `Over ${no(under)}`, `Over ${en(under)}`);
		return text(`${no(under + 1)}–${no(to)}`, `${no(under + 1)}–${no(to)}`, `${en(under + 1)}–${en(to)}`);
	});
}

const suffixed = (label: Text, nb: string, nn: string, en: string): Text => text(`${label.nb ?? ''}, ${nb}`, `${label.nn ?? ''}, ${nn}`, `${label.en ?? ''}, ${en}`);
const banded = (label: Text): Text => suffixed(label, 'grupper', 'grupper', 'groups');

/** Counties of the networks' list but the two that the report puts together. */
const COUNTIES = ['Agder', 'Innlandet', 'Nordland', 'Rogaland', 'Troms og Finnmark', 'Trøndelag', 'Vestfold og Telemark', 'Vestland'];

/**
 * @param labels of the reversed items, by key
 * @param linked whether register figures stand beside the networks' answers
 */
export function derivedVariables(labels: ReadonlyMap<string, Text>, linked: boolean): Derived[] {
	const printed = v.parse(Printed, published);
	const { blocks, indexes } = v.parse(Inventory, inventory);
	const reversed = new Set(blocks.flatMap((block) => block.items).filter((item) => item.reversed).map((item) => item.key));
	const label = (id: string): Text => INDEXES[id] ?? text(id, id, id);
	const county = 'Oslo og Viken';
	return [
		...[...labels].filter(([key]) => reversed.has(key)).map(([of, said]): Derived => ({ name: `${of}_r`, label: suffixed(said, 'snudd', 'snudd', 'turned round'), rule: { rule: 'reverse', of } })),
		...indexes.map(({ id, items }): Derived => ({ name: id, label: label(id), rule: { rule: 'index', of: items, reversed: items.filter((key) => reversed.has(key)) } })),
		// the printed counts show that a value on a limit is in the band above it
		...Object.entries(printed.index_bands).map(([id, { cut, labels: said }]): Derived => ({ name: `${id}_band`, label: banded(label(id)), rule: { rule: 'bands', of: id, upper: cut, labels: said.map(inWords), closed: 'left' } })),
		...(linked ? Object.entries(printed.recodes).map(([of, { upper, labels: said }]): Derived => ({ name: `${of}_band`, label: banded(REGISTER[of] ?? text(of, of, of)), rule: { rule: 'bands', of, upper, labels: said?.map(inWords) ?? bandsOf(upper) } })) : []),
		{
			name: 'fylke_samlet', label: text('Fylke, Oslo og Viken samlet', 'Fylke, Oslo og Viken samla', 'County, Oslo and Viken together'), parts: ['nettverk.liste'],
			rule: { rule: 'recode', of: 'fylke', groups: [...COUNTIES.map((name) => ({ value: name, label: text(name, name, name), from: [name] })), { value: county, label: text(county, county, 'Oslo and Viken'), from: ['Oslo', 'Viken'] }] }
		}
	];
}
