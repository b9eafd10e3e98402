import { isViolation, type Violation } from '../../assumptions.ts';
import { freemanHalton } from '../../crosstab/freeman-halton.ts';
import { countsOf } from '../../crosstab/counts.ts';
import type { Method } from '../../method.ts';
import { nonresponse, type Nonresponse } from '../../response/nonresponse.ts';
import { crossedFactor, strataOf } from '../../response/seats.ts';
import { stratumRates, sum, withPeople, type Strata } from '../../response/strata.ts';
import type { Assumption, MissingReport, Note, Outcome, Values } from '../../result.ts';
import { rLevels, rNumbers, rText, rTexts } from '../../r/write.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { countsOfSpec, ratesValues } from './rates.ts';
import { readTable, SOURCE_COUNTS, type StratumCounts } from './shared.ts';

export interface NonresponseSpec extends BaseSpec {
	method: 'nonresponse';
	/** 1 for a seat that has answered, 0 for one that has not. */
	responded: string;
	stratum: string;
	/** Picks and orders the stratum's levels. */
	levels?: readonly string[] | null;
	/** Another stratum: then every combination is a stratum of its own. */
	crossed_with?: string | null;
}
export interface NonresponseCountsSpec extends StratumCounts {
	method: 'nonresponse_counts';
}

/** A stratum is named when its corrected p is below this. */
const NAMED = 0.05;
const LEAST_EXPECTED = 5;
/** The exact test answers at once up to so many strata and seats. */
const EXACT_STRATA = 10;
const EXACT_SEATS = 2000;

/** Which strata pull the respondents away from the population, the strongest first; none may do so alone, and they still differ together. */
function pulls(strata: Strata, { adjusted }: Nonresponse, rate: readonly (number | null)[], total: number, p: number): Note[] {
	const pulled = strata.levels.map((_, k) => k).filter((k) => adjusted.holm[k]! < NAMED).sort((a, b) => Math.abs(adjusted.z[b]!) - Math.abs(adjusted.z[a]!));
	if (pulled.length === 0) {
		const none: Note = { key: 'response_no_stratum_pulls', level: 'info', params: { strata: strata.levels.length } };
		return p < NAMED ? [none, { key: 'response_strata_differ_together', level: 'warning', params: { p } }] : [none];
	}
	const params = (k: number) => ({ level: strata.levels[k]!, rate: rate[k]!, total, p: adjusted.holm[k]! });
	return pulled.map((k): Note => (adjusted.z[k]! < 0 ? { key: 'response_stratum_under', level: 'warning', params: params(k) } : { key: 'response_stratum_over', level: 'warning', params: params(k) }));
}

function outcome(all: Strata, missing: readonly MissingReport[], leftOut: number): Outcome | Violation {
	const strata = withPeople(all);
	const test = nonresponse(strata);
	if (isViolation(test)) return test;
	const rates = stratumRates(strata);
	const shown = ratesValues(strata);
	if (isViolation(rates)) return rates;
	if (isViolation(shown)) return shown;
	const { gof, table, adjusted, cramersV } = test;
	const sparse = test.leastExpected < LEAST_EXPECTED;
	const small = strata.levels.length <= EXACT_STRATA && sum(strata.population) <= EXACT_SEATS;
	const counts = sparse && small ? countsOf([strata.respondents, strata.population.map((x, k) => x - strata.respondents[k]!)]) : null;
	const exact = counts && !isViolation(counts) ? freemanHalton(counts) : null;
	const exactP = exact && !isViolation(exact) ? exact : null;
	const notes: Note[] = [...pulls(strata, test, rates.rate, rates.total.rate, (exactP ?? table.tail).p), { key: 'multiple_tests', level: 'info', params: { tests: strata.levels.length } }];
	if (exactP) notes.push({ key: 'response_exact_p', level: 'warning', params: { p: exactP.p } });
	else if (sparse) notes.push({ key: 'response_no_exact_p', level: 'warning', params: { smallest: test.leastExpected } });
	if (strata.levels.length < all.levels.length) notes.push({ key: 'response_empty_strata', level: 'info', params: { strata: all.levels.length - strata.levels.length } });
	if (leftOut > 0) notes.push({ key: 'response_rows_left_out', level: 'warning', params: { n: leftOut } });
	const values: Values = {
		...shown,
		rate_total: rates.total.rate,
		rate_total_lo: rates.total.low,
		rate_total_hi: rates.total.high,
		gof_chi2: gof.chi2, gof_df: gof.df, gof_p: gof.tail.p, gof_log_p: gof.tail.logP,
		gof_expected: gof.expected, gof_pearson_resid: gof.pearson, gof_std_resid: gof.standardised,
		gof_chi2_fpc: test.gofFpc,
		table_chi2: table.chi2, table_df: table.df, table_p: table.tail.p, table_log_p: table.tail.logP,
		table_exact_p: exactP?.p ?? null,
		table_adj_resid_resp: adjusted.z, adj_resid_p: adjusted.p, adj_resid_p_holm: adjusted.holm, adj_resid_p_BH: adjusted.bh,
		cramers_v_table: cramersV.value,
		dissimilarity_index: test.dissimilarity
	};
	const expected: Assumption = { key: 'expected_counts', met: !sparse, params: { smallest: test.leastExpected } };
	return {
		n: sum(strata.population), missing, values, notes,
		effects: [{ name: 'cramers_v', value: cramersV.value, low: cramersV.low, high: cramersV.high, level: cramersV.level }],
		assumptions: [expected, { key: 'independent_rows', met: null }]
	};
}

function run(spec: NonresponseSpec, table: Table): Outcome | Violation {
	const read = readTable(table, spec.responded, [spec.stratum, ...(spec.crossed_with ? [spec.crossed_with] : [])], spec.levels);
	if (isViolation(read)) return read;
	const { answered, factors } = read.seats;
	const factor = factors.length === 1 ? factors[0]! : crossedFactor(factors[0]!, factors[1]!);
	return outcome(strataOf(answered, factor), read.missing, read.leftOut);
}

function runCounts(spec: NonresponseCountsSpec): Outcome | Violation {
	const counts = countsOfSpec(spec);
	return isViolation(counts) ? counts : outcome(counts, [], 0);
}

/** R: from `n`, `N` and `levels`. */
const BODY_R = `levels <- levels[N > 0]; n <- n[N > 0]; N <- N[N > 0]
w <- t(mapply(function(a, b) prop.test(a, b, correct = FALSE)$conf.int, n, N))
all_in <- prop.test(sum(n), sum(N), correct = FALSE)$conf.int
show("levels", levels); show("population", N); show("respondents", n); show("rate", n / N)
show("wilson95_lo", w[, 1]); show("wilson95_hi", w[, 2])
show("rate_total", sum(n) / sum(N)); show("rate_total_lo", all_in[1]); show("rate_total_hi", all_in[2])
g <- suppressWarnings(chisq.test(n, p = N / sum(N)))
show("gof_chi2", g$statistic); show("gof_df", g$parameter); show("gof_p", g$p.value)
show("gof_log_p", pchisq(g$statistic, g$parameter, lower.tail = FALSE, log.p = TRUE))
show("gof_expected", g$expected); show("gof_pearson_resid", g$residuals); show("gof_std_resid", g$stdres)
show("gof_chi2_fpc", g$statistic / (1 - sum(n) / sum(N)))
m <- rbind(n, N - n)
t2 <- suppressWarnings(chisq.test(m, correct = FALSE))
show("table_chi2", t2$statistic); show("table_df", t2$parameter); show("table_p", t2$p.value)
show("table_log_p", pchisq(t2$statistic, t2$parameter, lower.tail = FALSE, log.p = TRUE))
if (any(t2$expected < 5) && length(N) <= ${EXACT_STRATA} && sum(N) <= ${EXACT_SEATS}) tryCatch(show("table_exact_p", fisher.test(m, workspace = 2e7)$p.value), error = function(e) NULL)
z <- t2$stdres[1, ]; p <- 2 * pnorm(-abs(z))
show("table_adj_resid_resp", z); show("adj_resid_p", p)
show("adj_resid_p_holm", p.adjust(p, "holm")); show("adj_resid_p_BH", p.adjust(p, "BH"))
show("cramers_v_table", sqrt(t2$statistic / sum(N)))
show("dissimilarity_index", sum(abs(n / sum(n) - N / sum(N))) / 2)`;

const DEFINITION =
	'Respondents against everyone on the list by stratum: rates with Wilson\'s interval; goodness of fit Σ(n_k - nP_k)²/(nP_k) against the population\'s shares P_k, and with finite population correction gof/(1 - n/N), which is Pearson\'s chi-square of respondents beside non-respondents (`table_chi2`), the right test when the list is the whole population; adjusted residuals of the respondents with Holm\'s and Benjamini-Hochberg\'s p over the strata; Cramér\'s V = sqrt(chi2/N) with the interval from the noncentral chi-square; dissimilarity ½Σ|n_k/n - P_k|. The exact p (Freeman-Halton) stands beside where an expected count is under 5 (up to 10 strata and 2,000 seats). Notes name the strata that pull the respondents away (Holm p < 0.05). Levels that nobody is on are left out.';
const about = {
	source: 'Haberman (1973), Biometrics 29, 205-220; Cochran (1977), Sampling Techniques, 13; Duncan and Duncan (1955), Am. Sociol. Rev. 20, 210-217',
	r: 'chisq.test(n, p = N / sum(N)); chisq.test(rbind(n, N - n), correct = FALSE)',
	differs: 'R\'s fisher.test is exact to about 1e-7 of ties only; the exact p is compared to that. Where it runs out of room (FEXACT) R has no exact p to compare with.'
};
const rTolerance = { table_exact_p: 1e-7 };

export const nonresponseMethod: Method<NonresponseSpec> = {
	name: 'nonresponse',
	room: 'response',
	about: { title: 'Frafall: respondents against non-respondents', definition: `${DEFINITION} With \`crossed_with\` every combination of the two strata is a stratum.`, missing: 'Seats without a stratum, or of which it is not known whether they have answered, are left out.', golden: ['nonresponse'], ...about },
	fields: {
		responded: { type: 'column', kind: 'any' },
		stratum: { type: 'column', kind: 'any' },
		levels: { type: 'texts', optional: true },
		crossed_with: { type: 'column', kind: 'any', optional: true }
	},
	run,
	toR: (spec) => `y <- num(${rText(spec.responded)})
x <- group(${rText(spec.stratum)}, ${rLevels(spec.levels)})
${spec.crossed_with ? `x2 <- group(${rText(spec.crossed_with)})\nx <- factor(ifelse(is.na(x) | is.na(x2), NA, paste(x, x2, sep = " \\u00d7 ")), levels = as.vector(t(outer(levels(x), levels(x2), paste, sep = " \\u00d7 "))))` : ''}
N <- as.vector(table(x[!is.na(y)])); n <- as.vector(table(x[y %in% 1])); levels <- levels(x)
${BODY_R}`,
	rTolerance
};

export const nonresponseCounts: Method<NonresponseCountsSpec> = {
	name: 'nonresponse_counts',
	room: 'response',
	about: { title: 'Frafall from counts', definition: DEFINITION, missing: 'Counts have none; a level that only the population names has 0 respondents.', golden: ['nonresponse'], ...about },
	fields: SOURCE_COUNTS,
	run: runCounts,
	toR: (spec) => `levels <- ${rTexts(Object.keys(spec.population))}
N <- ${rNumbers(Object.values(spec.population))}
n <- ${rNumbers(Object.keys(spec.population).map((l) => spec.respondents[l] ?? 0))}
${BODY_R}`,
	rTolerance
};
