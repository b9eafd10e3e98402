import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { ALPHA_LEVELS, cohenKappa, KAPPA_WEIGHTS, krippendorffAlpha, type AlphaLevel, type Kappa, type KappaWeights } from '../../association/agreement.ts';
import { normalTwoSided } from '../../distribution/normal.ts';
import type { About, Method } from '../../method.ts';
import { rNumber, rText } from '../../r/write.ts';
import type { Effect, Note, Outcome } from '../../result.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { sortedValues } from '../../table/build.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { commonLevels, squareCounts } from './paired.ts';
import { tableR } from './r.ts';
import { finite, matrix, pOf } from './values.ts';

export interface AgreementSpec extends BaseSpec {
	method: 'agreement';
	/** What the first judge, or coder, gave each row. */
	first: string;
	second: string;
	/** Categories, in order. When absent all that either column has: in their order where both have the same, else rising where they are numbers, and by letter. */
	levels?: readonly string[] | null;
	/** How far apart two categories are to kappa: `none` (any two are as far apart) when absent. */
	weights?: KappaWeights | null;
	/** How far apart two categories are to alpha: `nominal` when absent. `interval` takes the categories for the numbers they are written as. */
	measure?: AlphaLevel | null;
	/** Confidence level of kappa; 0.95 when absent. */
	level?: number | null;
}

/** Fewer cases than this, and the large-sample interval is too short. */
const FEW = 30;

/** The categories of two columns in an order that does not hang on which of them is called the first. */
function inOrder(a: readonly string[], b: readonly string[]): string[] {
	return a.join('\n') === b.join('\n') ? [...a] : sortedValues([...a, ...b]);
}

function run(spec: AgreementSpec, table: Table): Outcome | Violation {
	const found = commonLevels(spec, table);
	if (isViolation(found)) return found;
	const levels = spec.levels ? found : { ...found, all: inOrder(found.first, found.second) };
	const measure = spec.measure ?? 'nominal';
	const scores = levels.all.map(Number);
	if (measure === 'interval' && scores.some((s) => !Number.isFinite(s))) return violation('bad_field', { field: 'measure', needed: 'nominal | ordinal' });
	const counts = squareCounts(spec, table, levels);
	if (isViolation(counts)) return counts;
	const level = spec.level ?? 0.95;
	const kappa = cohenKappa(counts, spec.weights ?? 'none', level);
	if (isViolation(kappa)) return kappa.violation === 'constant' ? violation('constant', { column: `${spec.first}, ${spec.second}` }) : kappa;
	const alpha = krippendorffAlpha(counts, measure, scores);
	if (isViolation(alpha)) return violation('constant', { column: `${spec.first}, ${spec.second}` });
	return { n: counts.n, missing: missingReport(table, [spec.first, spec.second], counts.n), ...said(kappa, alpha, { levels: levels.all, table: matrix(counts.cells), n: counts.n, level }) };
}

function said(kappa: Kappa, alpha: number, of: { levels: string[]; table: number[][]; n: number; level: number }): Pick<Outcome, 'values' | 'effects' | 'assumptions' | 'notes'> {
	const z = kappa.se0 > 0 ? kappa.kappa / kappa.se0 : null;
	const notes: Note[] = of.n < FEW ? [{ key: 'small_n', level: 'warning', params: { n: of.n, limit: FEW } }] : [];
	const effects: Effect[] = [
		{ name: 'cohen_kappa', value: kappa.kappa, low: kappa.low, high: kappa.high, level: of.level },
		{ name: 'krippendorff_alpha', value: alpha, low: null, high: null, level: null }
	];
	return {
		values: {
			levels: of.levels, n: of.n, table: of.table, agreement: kappa.agreement, expected: kappa.expected,
			kappa: { value: kappa.kappa, se: kappa.se, low: kappa.low, high: kappa.high, z: finite(z), ...pOf(z === null ? null : normalTwoSided(z)) }, alpha
		},
		effects, notes, assumptions: [{ key: 'independent_rows', met: null }]
	};
}

function agreementR({ weights, measure, level }: AgreementSpec, all: readonly string[]): string {
	const w = !weights || weights === 'none' ? 'diag(k)' : `1 - (abs(outer(1:k, 1:k, "-")) / (k - 1))^${weights === 'linear' ? 1 : 2}`;
	const delta = {
		nominal: '1 - diag(k)',
		ordinal: 'outer(1:k, 1:k, Vectorize(function(a, b) (sum(used[min(a, b):max(a, b)]) - (used[a] + used[b]) / 2)^2))',
		interval: `outer(as.numeric(c(${all.map(rText).join(', ')})), as.numeric(c(${all.map(rText).join(', ')})), "-")^2`
	}[measure ?? 'nominal'];
	return `k <- nrow(tab)
n <- sum(tab)
w <- ${w}
p <- rowSums(tab) / n; q <- colSums(tab) / n
po <- sum(w * tab) / n; pe <- sum(w * outer(p, q))
kappa <- (po - pe) / (1 - pe)
near <- outer(as.vector(w %*% q), as.vector(t(w) %*% p), "+")
se <- sqrt((sum(tab / n * (w - near * (1 - kappa))^2) - (kappa - pe * (1 - kappa))^2) / n) / (1 - pe)
se0 <- sqrt((sum(outer(p, q) * (w - near)^2) - pe^2) / n) / (1 - pe)
used <- rowSums(tab) + colSums(tab)
delta <- ${delta}
show("n", n); show("table", tab); show("agreement", po); show("expected", pe)
show("kappa.value", kappa); show("kappa.se", se)
show("kappa.low", max(-1, kappa - qnorm(${rNumber(0.5 + (level ?? 0.95) / 2)}) * se)); show("kappa.high", min(1, kappa + qnorm(${rNumber(0.5 + (level ?? 0.95) / 2)}) * se))
show("kappa.z", kappa / se0)
show("kappa.p", 2 * pnorm(-abs(kappa / se0))); show("kappa.log_p", log(2) + pnorm(-abs(kappa / se0), log.p = TRUE))
show("alpha", 1 - (2 * n - 1) * sum((tab + t(tab)) * delta) / sum(outer(used, used) * delta))`;
}

const ABOUT: About = {
	title: 'Agreement between two judges (Cohen’s kappa, Krippendorff’s alpha)',
	definition:
		'κ = (p_o - p_e)/(1 - p_e), p_o = Σ w_ij p_ij, p_e = Σ w_ij p_i. p_.j; w_ij = 1 for the same category and 0 else, or 1 - |i - j|/(k - 1) (linear), 1 - (i - j)²/(k - 1)² (quadratic). Interval κ ± z se with the large-sample standard error; the test of κ = 0 takes that of chance, se0. α = 1 - D_o/D_e from coincidences, D_o = Σ o_ck δ_ck/2n, D_e = Σ n_c n_k δ_ck/(2n(2n - 1)); δ = 1 between any two (nominal), the squared number of values between them (ordinal), or the squared difference (interval).',
	missing: 'Rows that either judge has not judged, or not within the levels asked for, are left out.',
	source: 'Cohen (1960), Educ. Psychol. Meas. 20, 37-46; Fleiss, Cohen and Everitt (1969), Psychol. Bull. 72, 323-327; Krippendorff (2019), Content Analysis, 4th ed., 12',
	r: 'psych::cohen.kappa, irr::kripp.alpha; base R in the code',
	golden: []
};

export const agreementMethod: Method<AgreementSpec> = {
	name: 'agreement',
	room: 'crosstab',
	about: ABOUT,
	fields: {
		first: { type: 'column', kind: 'any' }, second: { type: 'column', kind: 'any' }, levels: { type: 'texts', optional: true },
		weights: { type: 'choice', of: KAPPA_WEIGHTS, optional: true }, measure: { type: 'choice', of: ALPHA_LEVELS, optional: true }, level: { type: 'number', above: 0, below: 1, optional: true }
	},
	run,
	toR: (spec, codebook) => {
		const all = spec.levels ?? inOrder(codebook[spec.first]?.levels ?? [], codebook[spec.second]?.levels ?? []);
		return `${tableR(spec.first, spec.second, all.length ? all : null, all.length ? all : null)}\n${agreementR(spec, all)}`;
	}
};
