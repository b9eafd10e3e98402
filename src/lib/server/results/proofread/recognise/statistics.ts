/** Tables of tests and models: a statistic with its p, an estimate with its standard error and interval, R² with F, whether each stands in a column or in a line of its own. */
import { isViolation } from '#analysis/assumptions.ts';
import { adjustedOf, ends, fOf, mostAgree, quotient, UNKNOWN_DF, type Range } from '#analysis/proof/derived.ts';
import { interval, overlap, type Printed } from '#analysis/proof/rounding.ts';
import { checkStatistic, type Statistic } from '#analysis/proof/statistic.ts';
import type { PrintedGrid } from '../document.ts';
import type { Found } from '../found.ts';
import { printedNumber, type DecimalSign, type PrintedNumber } from '../number.ts';
import { labelled, type Checked } from './lines.ts';
import { named, whole, type Shape } from './shape.ts';

const ROLES = {
	t: /^(?:welch(?:s|.s)?[ -]*)?t(?:[ -]?(?:verdi|value))?$/u, z: /^z(?:[ -]?(?:verdi|value))?$/u, F: /^f(?:[ -]?(?:verdi|value))?$/u, chi2: /^(?:χ²|χ2|kjikvadrat|khikvadrat|chi-?squared?|.* χ²)$/u,
	df: /^(?:df|d\.f\.|frihetsgrader|fridomsgrader|degrees of freedom)$/u, df1: /^df ?1$/u, df2: /^df ?2$/u, p: /^(?:p|p-?verdi|p-?value|sig\.?|signifikans|significance)$/u,
	estimate: /^(?:b|estimat|estimate|koeffisient|coefficient|coef\.?|differanse|forskjell|difference|mean difference|gjennomsnittsforskjell|gjennomsnittleg forskjell|gjennomsnittlig forskjell)$/u,
	se: /^(?:se|s\.e\.|st\. ?feil|std\.? ?(?:feil|error|err\.?)|standardfeil|standard error)$/u, interval: /(?:^|\D)(\d{2}(?:[.,]\d)?) ?% ?-?(?:ki|ci|konfidensintervall|confidence interval)$/u,
	lower: /^(?:nedre|lågaste|lower|low|llci|ll)$/u, upper: /^(?:øvre|høgaste|upper|high|ulci|ul)$/u,
	r2: /^(?:r²|r2|r\^2|η²|eta²|partiell η²|partial η²|eta squared|partial eta squared)$/u, adjusted: /^(?:justert|adjusted|adj\.?) (?:r²|r2|r\^2)$/u, n: /^n$/u
} as const;
type Role = keyof typeof ROLES;

/** Columns between an estimate and its interval that belong to the estimate. */
const ITS_OWN: ReadonlySet<Role | undefined> = new Set<Role | undefined>(['se', 't', 'z', 'df', 'p', 'estimate']);

/** Numbers of one row, or of one column where a model has a column: text by what it is. */
interface Line { cell: string; of: Partial<Record<Role, string>>; level: number }

const roleOf = (label: string): Role | undefined => (Object.keys(ROLES) as Role[]).find((role) => ROLES[role].test(label.trim().toLowerCase().replace(/\s+/g, ' ')));

/** @param labels what each text is called, in the order they are printed: of two with one role the first holds, and an interval only where it is the estimate's */
function lineOf(cell: string, labels: readonly string[], texts: readonly string[]): Line {
	const roles = labels.map(roleOf);
	const line: Line = { cell, of: {}, level: 0.95 };
	labels.forEach((label, i) => {
		const role = roles[i];
		if (!role || line.of[role] !== undefined) return;
		if (role === 'interval') {
			const before = roles.slice(0, i).findLastIndex((one) => one === 'estimate');
			if (before < 0 || roles.slice(before + 1, i).some((one) => !ITS_OWN.has(one))) return;
			line.level = Number(ROLES.interval.exec(label.trim().toLowerCase().replace(/\s+/g, ' '))?.[1]?.replace(',', '.')) / 100;
		}
		line.of[role] = texts[i] ?? '';
	});
	return line;
}

/** Two numbers of one cell: "[0,50; 0,98]", "0.50 to 0.98", "3; 329". */
function pairOf(text: string, sign: DecimalSign): [PrintedNumber, PrintedNumber] | null {
	const plain = text.trim().replace(/^[[(]|[\])]$/gu, '');
	const parts = plain.split(sign === ',' ? /;|\s(?:til|to|[-–])\s/u : /;|,\s|\s(?:til|to|[-–])\s/u);
	const [low, high] = parts.map((part) => printedNumber(part.trim(), sign));
	return parts.length === 2 && low && high ? [low, high] : null;
}

const exact = (one: PrintedNumber | null): one is PrintedNumber => one !== null && one.relation === '=' && !one.percent;

/** What is told of one line: the checks that it allows, each counted once. */
class LineCheck {
	readonly out: Checked = { found: [], checks: 0 };
	readonly #line: Line;
	readonly #table: string;
	readonly #sign: DecimalSign;
	constructor(line: Line, table: string, sign: DecimalSign) {
		this.#line = line;
		this.#table = table;
		this.#sign = sign;
	}

	#number(role: Role): PrintedNumber | null {
		const found = printedNumber(this.#line.of[role] ?? '', this.#sign);
		return exact(found) ? found : null;
	}

	/** Degrees of freedom, one or two. */
	#df(): { first: number | null; second: number | null } {
		const both = pairOf(this.#line.of.df ?? '', this.#sign);
		return both ? { first: both[0].value, second: both[1].value } : { first: (this.#number('df') ?? this.#number('df1'))?.value ?? null, second: this.#number('df2')?.value ?? null };
	}

	/** One printed number against the range that it must be in. */
	#against(what: string, printed: Printed, range: Range | null, check: Found['check'], sure: string): void {
		if (!range) return;
		this.out.checks += 1;
		if (overlap(interval(printed), range)) return;
		const values = [range.low, range.high];
		this.out.found.push({ table: this.#table, cell: `${this.#line.cell}, ${what}`, check, verdict: 'inconsistent', printed: printed.value.toFixed(printed.decimals), sure, instead: values.every(Number.isFinite) ? { kind: 'between', values } : { kind: 'nothing', values: [] } });
	}

	p(): void {
		const p = printedNumber(this.#line.of.p ?? '', this.#sign);
		const { first, second } = this.#df();
		const of = (['t', 'z', 'chi2', 'F'] as const).find((name) => this.#number(name));
		const value = of && this.#number(of);
		if (!p || p.percent || !of || !value) return;
		const known: Statistic | null = of === 'z' ? { name: 'z' } : of === 'F' ? (first && second ? { name: 'F', df: first, df2: second } : null) : first ? { name: of, df: first } : null;
		// without degrees of freedom a t is held against the fewest and the most that it can have
		const tried: Statistic[] = known ? [known] : of === 't' ? [{ name: 't', df: UNKNOWN_DF.low }, { name: 'z' }] : [];
		const judged = tried.map((statistic) => checkStatistic(statistic, value, p));
		const there = judged.flatMap((one) => (isViolation(one) ? [] : [one]));
		if (there.length === 0 || there.length < judged.length) return;
		this.out.checks += 1;
		const [low, high] = [Math.min(...there.map((one) => one.low)), Math.max(...there.map((one) => one.high))];
		const range = p.relation === '<' ? { low: 0, high: p.value } : p.relation === '>' ? { low: p.value, high: 1 } : interval(p);
		if (there.some(({ verdict }) => verdict === 'consistent') || overlap({ low, high }, range)) return;
		const open = there.some(({ verdict }) => verdict === 'undecidable');
		const sure = open ? 'proof_sure_one_sided' : known ? there[0]!.sure : 'proofread_sure_any_df';
		this.out.found.push({ table: this.#table, cell: `${this.#line.cell}, p`, check: 'test_p', verdict: open ? 'undecidable' : 'inconsistent', printed: `${p.relation === '=' ? '' : `${p.relation} `}${p.value.toFixed(p.decimals)}`, sure, instead: { kind: 'between', values: [low, high], what: 'p' } });
	}

	/** @param other the interval is made in another way, as by drawing */
	estimate(other: boolean): void {
		const [estimate, se] = [this.#number('estimate'), this.#number('se')];
		const name = (['t', 'z'] as const).find((one) => this.#number(one));
		const statistic = name && this.#number(name);
		if (!estimate) return;
		if (se && se.value > 0 && statistic) this.#against(name, statistic, quotient(estimate, se), 'ratio', 'proofread_sure_ratio');
		// beside z an interval may be of the likelihood, which is another
		if (name === 'z' || other) return;
		const limits = pairOf(this.#line.of.interval ?? '', this.#sign) ?? ([this.#number('lower'), this.#number('upper')] as const);
		const [low, high] = limits;
		if (!low || !high) return;
		if (low.value > high.value) {
			this.out.checks += 1;
			this.out.found.push({ table: this.#table, cell: this.#line.cell, check: 'interval', verdict: 'inconsistent', printed: `${low.value.toFixed(low.decimals)} ${high.value.toFixed(high.decimals)}`, sure: 'proofread_sure_turned', instead: { kind: 'nothing', values: [] } });
			return;
		}
		const { first } = this.#df();
		const df = first && first >= 1 ? { low: first, high: first } : UNKNOWN_DF;
		const own = se && se.value > 0 ? interval(se) : statistic ? around(quotient(estimate, statistic)) : null;
		if (!own || !(this.#line.level > 0.5 && this.#line.level < 1)) return;
		const wanted = ends(estimate, own, this.#line.level, df);
		this.#against(`${low.value.toFixed(low.decimals)}`, low, wanted.low, 'interval', 'proofread_sure_interval');
		this.#against(`${high.value.toFixed(high.decimals)}`, high, wanted.high, 'interval', 'proofread_sure_interval');
	}

	/** @param welch F is Welch's, which R² does not follow */
	fit(welch: boolean): void {
		const { first, second } = this.#df();
		const [r2, f, adjusted, n] = [this.#number('r2'), this.#number('F'), this.#number('adjusted'), this.#number('n')];
		if (!first || !second || !Number.isInteger(first) || !Number.isInteger(second) || welch) return;
		if (r2 && r2.value <= 1 && f) this.#against('F', f, fOf(r2, first, second), 'r_squared', 'proofread_sure_r_squared');
		if (r2 && r2.value <= 1 && adjusted) this.#against('R²', adjusted, adjustedOf(r2, first, second), 'r_squared', 'proofread_sure_adjusted');
		if (r2 && whole(n) !== null) this.#against('n', n!, { low: first + second + 1, high: first + second + 1 }, 'r_squared', 'proofread_sure_df_n');
	}
}

/** A standard error's size, whichever way its signs go. */
const around = (range: Range | null): Range | null => {
	if (!range) return null;
	const [a, b] = [Math.abs(range.low), Math.abs(range.high)];
	return { low: Math.min(a, b), high: Math.max(a, b) };
};

/** Null where no line of the table allows a check. */
export function statistics(shape: Shape, grid: PrintedGrid, sign: DecimalSign): Checked | null {
	const { columns, rows } = labelled(shape, grid);
	const heads = columns.map(({ label, group }) => (roleOf(label) ? label : (group === '' ? label : `${group} ${label}`)));
	const across = rows.map((row, i) => lineOf(named(rows)[i] ?? row.label, heads, row.texts));
	const down = columns.map((_, j) => lineOf(named(columns)[j] ?? '', rows.map(({ label }) => label), rows.map(({ texts }) => texts[j] ?? '')));
	const words = shape.words.join(' ');
	const [welch, other, corrected] = [/welch|brown/iu, /bootstrap|\bbca\b|robust|\bhc[0-4]\b|clust|klynge/iu, /korrig|correct|holm|hochberg|bonferroni|benjamini|tukey|games|dunn/iu].map((of) => of.test(words));
	const out: Checked = { found: [], checks: 0 };
	for (const lines of [across, down]) {
		const made = lines.map((line) => new LineCheck(line, shape.table, sign));
		for (const one of made) {
			one.estimate(other ?? false);
			one.fit(welch ?? false);
			out.found.push(...one.out.found);
			out.checks += one.out.checks;
		}
		if (corrected) continue;
		const tested = lines.map((line) => new LineCheck(line, shape.table, sign)).map((one) => {
			one.p();
			return one.out;
		}).filter(({ checks }) => checks > 0);
		// p-values most of which follow from no statistic beside them are of another test, or corrected
		if (tested.length >= 3 && !mostAgree(tested.map(({ found }) => found.length === 0))) continue;
		out.found.push(...tested.flatMap(({ found }) => found));
		out.checks += tested.length;
	}
	return out.checks > 0 ? out : null;
}
