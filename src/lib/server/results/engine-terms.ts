/** What the statistics library names by a word of its own, in the reader's language: what a field should have been, what to use instead, and why a test gave no number. */
import { m, translate, type Locale } from '#lib/i18n.ts';
import { midSentence } from '#lib/ui/format.ts';

type Params = Record<string, string>;
/** Ways a field is described, the first that fits; groups of the expression are params by their names. */
const NEEDED: [RegExp, string][] = [
	[/^(?<what>number|integer) >= (?<low>\S+) <= (?<high>\S+)$/, 'from_to'],
	[/^(?<what>number|integer) > (?<low>\S+) < (?<high>\S+)$/, 'between'],
	[/^(?<what>number|integer) >= (?<low>\S+) < (?<high>\S+)$/, 'from_below'],
	[/^(?<what>number|integer) > (?<low>\S+) <= (?<high>\S+)$/, 'above_to'],
	[/^(?<what>number|integer) >= (?<low>\S+)$/, 'from'],
	[/^(?<what>number|integer) > (?<low>\S+)$/, 'above'],
	[/^(?<what>number|integer) <= (?<high>\S+)$/, 'to'],
	[/^(?<what>number|integer) < (?<high>\S+)$/, 'below'],
	[/^(?<what>number) other than (?<value>\S+)$/, 'other_than'],
	[/^(?<what>number|integer)$/, 'plain'],
	[/^>= (?<low>\S+)$/, 'at_least'],
	[/^(?<low>\d+)\+$/, 'at_least'],
	[/^<= (?<high>\S+)$/, 'at_most'],
	[/^< (?<name>[a-z_]+)$/, 'less_than'],
	[/^!= (?<name>.+)$/, 'another_than'],
	[/^two of (?<first>\S+), (?<second>\S+) and (?<third>\S+)$/, 'two_of'],
	[/^0 … 1$|^(?<low>\S+) to (?<high>\S+)$/, 'range'],
	[/^(?<low>\S+) to Infinity columns$/, 'columns_from'],
	[/^(?<low>\S+) to (?<high>\S+) columns$/, 'columns'],
	[/^(?<rows>\d+) x (?<columns>\d+)$/, 'size'],
	[/^(?<count>\d+) numbers$/, 'numbers'],
	[/^(?<count>\d+) rising numbers$/, 'rising_numbers'],
	[/^(?<count>\d+) texts$/, 'texts'],
	[/^(?<count>\d+) decimals$/, 'decimals'],
	[/^rising numbers$/, 'rising'],
	[/^different texts$/, 'different_texts'],
	[/^different columns$/, 'different_columns'],
	[/^different cells$/, 'different_cells'],
	[/^(?<name>[a-z])$/, 'field'],
	[/^column$/, 'column'],
	[/^text$/, 'text'],
	[/^true \| false$/, 'flag'],
	[/^numeric$/, 'numeric'],
	[/^categorical$/, 'categorical'],
	[/^0 \| 1$/, 'zero_one']
];
/** Names of fields or values that one may choose among. */
const CHOICE = /^[\w:\- ]+(?:(?: \| |, or | or |, | and )[\w:\- ]+)+$/;

function number(text: string, locale: Locale): string {
	return /^-?\d+\.\d+$/.test(text) && locale !== 'en' ? text.replace('.', ',') : text;
}

/** A choice with `eller` before the last; names of fields stay as they are. */
function choice(needed: string, locale: Locale): string {
	const or = ` ${m.analysis_needed_or({}, { locale })} `;
	const and = ` ${m.analysis_needed_and({}, { locale })} `;
	return needed.split(/ \| |, or | or /).map((part) => part.split(' and ').join(and)).join(or);
}

/** A field as forms name it; one without a name as it stands. */
export function fieldName(field: string, locale: Locale): string {
	const key = `workbench_field_${field}`;
	const text = translate(key, {}, locale);
	return text === key ? field : text;
}

/** `needed` of a violation. What is a form of the spec's own (`[[level, level]]`) stands as it is, named as a form. */
export function neededText(needed: string, locale: Locale): string {
	for (const [shape, key] of NEEDED) {
		const found = shape.exec(needed);
		if (!found) continue;
		const params: Params = Object.fromEntries(Object.entries(found.groups ?? {}).filter(([, value]) => value !== undefined).map(([name, value]) => [name, number(value, locale)]));
		if (key === 'range') Object.assign(params, { low: params.low ?? '0', high: params.high ?? '1' });
		if (key === 'two_of') for (const [name, value] of Object.entries(params)) params[name] = midSentence(fieldName(value, locale));
		if (params.what) params.what = translate(`analysis_needed_${params.what}`, {}, locale);
		return translate(`analysis_needed_${key}`, params, locale);
	}
	return CHOICE.test(needed) ? choice(needed, locale) : m.analysis_needed_form({ form: needed }, { locale });
}

/** `instead` of the violation `too_large`. */
export const insteadText = (instead: string, locale: Locale): string => translate(`analysis_instead_${instead}`, {}, locale);

/** A violation named within a sentence. */
export const reasonText = (code: string, locale: Locale): string => translate(`analysis_reason_${code}`, {}, locale);
