/** A first mapping for a list, from what its columns are called, what they hold and what the questionnaire declares. */
import type { FrameVariable } from '#lib/domain/questionnaire/schema.ts';
import { isEmail } from './email.ts';
import type { Mapping, Use } from './mapping.ts';
import { variableName, variableNames } from './names.ts';
import type { LongTable } from './table.ts';

/** Column names, as variable names, that tell what a column is for. */
const KNOWN: Partial<Record<Use, string[]>> = {
	ref: ['ref', 'key', 'nokkel', 'id', 'lopenr', 'lopenummer', 'radnr', 'referanse', 'reference'],
	email: ['epost', 'e_post', 'email', 'e_mail', 'mail', 'epostadresse', 'e_postadresse', 'email_address', 'e_mail_address', 'mailadresse'],
	name: ['navn', 'namn', 'name', 'fullt_navn', 'fullt_namn', 'full_name', 'kontaktperson', 'kontakt'],
	locale: ['sprak', 'malform', 'locale', 'language'],
	sampled: ['trukket', 'trekt', 'utvalg', 'utval', 'i_utvalget', 'sampled', 'sample']
};
/** A column of the list that has more different values than this is not suggested as a stratum. */
const MAX_CATEGORIES = 40;
/** Rows looked at: enough to see what a column holds. */
const LOOK = 2000;

function declaredAs(header: string, declared: FrameVariable[]): FrameVariable | undefined {
	const name = variableName(header);
	return declared.find((d) => d.name === name) ?? declared.find((d) => Object.values(d.label).some((label) => variableName(label) === name));
}

/** A column that no one asked for is left out when it looks like a contact or an identifier: addresses, or nearly all different. */
function useOf(values: string[], declared: boolean): Use {
	const filled = values.map((value) => value.trim()).filter((value) => value !== '');
	const different = new Set(filled).size;
	if (filled.some(isEmail) || (filled.length > 20 && different > filled.length / 2)) return 'ignore';
	return !declared && different > 0 && different <= MAX_CATEGORIES ? 'stratum' : 'variable';
}

/** A mapping for every column of `table`; each of key, e-mail, name, language and drawn is given to the first column that fits. */
export function suggestMapping(table: LongTable, declared: FrameVariable[]): Mapping {
	const names = variableNames(table.header);
	const given = new Set<string>();
	const look = [...Iterator.from(table.rows).take(LOOK)];
	return table.header.map((column, i) => {
		const own = declaredAs(column, declared);
		if (own && !given.has(own.name)) {
			given.add(own.name);
			return { column, use: own.stratum ? 'stratum' : 'variable', name: own.name };
		}
		const use = (Object.keys(KNOWN) as Use[]).find((u) => !given.has(u) && KNOWN[u]?.includes(names[i] ?? ''));
		if (use) {
			given.add(use);
			return { column, use };
		}
		const other = useOf(look.map((r) => r.cells[i] ?? ''), declared.length > 0);
		return other === 'ignore' ? { column, use: other } : { column, use: other, name: names[i] };
	});
}
