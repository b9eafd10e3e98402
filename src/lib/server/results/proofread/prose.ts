/** Numbers in running text and notes: shares against the counts in brackets behind them, tests against their p, percentages against the table that the sentence names. */
import { checkStatistic, type Statistic } from '#analysis/proof/statistic.ts';
import { wholesThatPrint } from '#analysis/proof/rounding.ts';
import { isViolation } from '#analysis/assumptions.ts';
import type { Found } from './found.ts';
import { printedNumber, type DecimalSign, type PrintedNumber } from './number.ts';

const NUMBER = String.raw`[-−–]?\d*[.,]?\d+`;
const COUNT = String.raw`\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+`;
const PERCENT = String.raw`\s*(?:%|prosent|percent|per cent)(?!\s*poeng|poeng|\s*point)`;
const OF = String.raw`\s*(?:av(?: de)?|of(?: the)?)\s*`;

const SHARES = [
	// 38 prosent (29 av 77)
	new RegExp(`(?<share>${NUMBER})${PERCENT}\\s*[(,;]\\s*(?<count>${COUNT})${OF}(?<base>${COUNT})`, 'giu'),
	// 29 av 77 (38 prosent), 29 av 77, eller 38 prosent
	new RegExp(`(?<count>${COUNT})${OF}(?<base>${COUNT})\\s*(?:\\(|,?\\s*(?:eller|or|dvs\\.|altså|som er)\\s*)(?<share>${NUMBER})${PERCENT}`, 'giu')
];
const P = String.raw`[^.;]{0,25}?(?:[,;:]\s*)(?:[^,;]{0,25}[,;]\s*){0,2}?p\s*(?<relation>[<>=])\s*(?<p>${NUMBER})`;
const TESTS: { name: Statistic['name']; form: RegExp }[] = [
	{ name: 't', form: new RegExp(`(?<![\\p{L}])t\\s*\\(\\s*(?<df>${NUMBER})\\s*\\)\\s*=\\s*(?<value>${NUMBER})${P}`, 'giu') },
	{ name: 'F', form: new RegExp(`(?<![\\p{L}])F\\s*\\(\\s*(?<df>${NUMBER})\\s*[,;]\\s*(?<df2>${NUMBER})\\s*\\)\\s*=\\s*(?<value>${NUMBER})${P}`, 'gu') },
	{ name: 'chi2', form: new RegExp(`(?:χ²|χ2|χ\\^2|kjikvadrat|khikvadrat|chi-square)\\s*\\(\\s*(?<df>\\d+)[^)]*\\)\\s*=\\s*(?<value>${NUMBER})${P}`, 'giu') },
	{ name: 'chi2', form: new RegExp(`(?:χ²|χ2|χ\\^2|kjikvadrat|khikvadrat|chi-square)\\s*=\\s*(?<value>${NUMBER})\\s*[,;]\\s*df\\s*=\\s*(?<df>\\d+)${P}`, 'giu') },
	{ name: 'z', form: new RegExp(`(?<![\\p{L}])z\\s*=\\s*(?<value>${NUMBER})${P}`, 'giu') },
	{ name: 'r', form: new RegExp(`(?<![\\p{L}])r\\s*\\(\\s*(?<df>\\d+)\\s*\\)\\s*=\\s*(?<value>${NUMBER})${P}`, 'giu') }
];

interface Where { table: string; cell: string }
export interface ProseFindings { found: Found[]; checks: number }

const whole = (text: string): number => Number(text.replace(/\D/g, ''));

function shares(text: string, where: Where, sign: DecimalSign, out: ProseFindings): void {
	for (const form of SHARES) {
		for (const { 0: printed, groups = {} } of text.matchAll(form)) {
			const [share, count, base] = [printedNumber(groups.share ?? '', sign), whole(groups.count ?? ''), whole(groups.base ?? '')];
			if (!share || base === 0) continue;
			out.checks += 1;
			const { first, last } = wholesThatPrint({ value: Number((share.value / 100).toFixed(share.decimals + 2)), decimals: share.decimals + 2 }, base);
			if (count >= first && count <= last && count <= base) continue;
			const found: Found = { ...where, check: 'text_share', verdict: 'inconsistent', printed: printed.trim(), sure: 'proof_sure_counts', instead: { kind: 'value', values: [Number(((100 * count) / base).toFixed(share.decimals))] } };
			out.found.push(count > base ? { ...found, instead: { kind: 'nothing', values: [] }, sure: 'proof_sure_more_than_all' } : found);
		}
	}
}

function tests(text: string, where: Where, sign: DecimalSign, out: ProseFindings): void {
	for (const { name, form } of TESTS) {
		for (const { 0: printed, groups = {} } of text.matchAll(form)) {
			const [value, p, df, df2] = ['value', 'p', 'df', 'df2'].map((key) => (groups[key] ? printedNumber(groups[key], sign) : null)) as (PrintedNumber | null)[];
			if (!value || !p || (name !== 'z' && !df)) continue;
			const statistic: Statistic = name === 'z' ? { name } : name === 'F' ? { name, df: df?.value ?? 0, df2: df2?.value ?? 0 } : { name, df: df?.value ?? 0 };
			const relation = groups.relation === '<' ? '<' : groups.relation === '>' ? '>' : '=';
			const judged = checkStatistic(statistic, { value: value.value, decimals: value.decimals }, { relation, value: p.value, decimals: p.decimals });
			if (isViolation(judged)) continue;
			out.checks += 1;
			if (judged.verdict === 'consistent') continue;
			out.found.push({ ...where, check: 'text_test', verdict: judged.verdict, printed: printed.trim(), sure: judged.sure, instead: { kind: 'between', values: [judged.low, judged.high], what: 'p' } });
		}
	}
}

/** The share and p of every test in a text. */
export function readProse(text: string, where: Where, sign: DecimalSign): ProseFindings {
	const out: ProseFindings = { found: [], checks: 0 };
	shares(text, where, sign, out);
	tests(text, where, sign, out);
	return out;
}

/** Whether a percentage stands in a table, or is the sum of neighbouring cells of one of its columns, or one cell beside another's rest. */
function standsIn(share: PrintedNumber, columns: readonly (readonly PrintedNumber[])[]): boolean {
	const half = 0.5 * 10 ** -share.decimals + 1e-9;
	return columns.some((column) => column.some((_, from) => {
		let [sum, slack] = [0, half];
		return column.slice(from).some((cell) => {
			sum += cell.value;
			slack += 0.5 * 10 ** -cell.decimals;
			return Math.abs(sum - share.value) <= slack - (sum === cell.value ? 0.5 * 10 ** -cell.decimals : 0) || Math.abs(sum - share.value) < half;
		});
	}));
}

/**
 * Percentages of sentences that name one table, against that table. One that is not there may have been worked out from it, so that none is told to be wrong.
 * @param numbers of the table by its number, in columns
 */
export function readReferences(text: string, numbers: ReadonlyMap<string, readonly (readonly PrintedNumber[])[]>, sign: DecimalSign): ProseFindings {
	const out: ProseFindings = { found: [], checks: 0 };
	for (const sentence of text.split(/(?<=[.!?])\s+(?=\p{Lu})/u)) {
		const named = new Set([...sentence.matchAll(/\b(?:tabell|table)\s+(\d+(?:[.-]\d+)*[a-z]?)/giu)].map((match) => match[1] ?? ''));
		const [table = ''] = named;
		const columns = numbers.get(table);
		if (named.size !== 1 || !columns) continue;
		for (const match of sentence.matchAll(new RegExp(`(${NUMBER})${PERCENT}`, 'giu'))) {
			const share = printedNumber(match[1] ?? '', sign);
			if (!share || share.value > 100) continue;
			out.checks += 1;
			if (!standsIn(share, columns)) out.found.push({ table, cell: '', check: 'text_table', verdict: 'undecidable', printed: sentence.trim().slice(0, 240), sure: 'proofread_not_in_table', instead: { kind: 'nothing', values: [] }, number: match[0].trim() });
		}
	}
	return out;
}
