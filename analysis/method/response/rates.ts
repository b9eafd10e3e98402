import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { strataOf } from '../../response/seats.ts';
import { stratumRates, type Strata } from '../../response/strata.ts';
import type { Note, Outcome, Values } from '../../result.ts';
import { rNumbers, rText, rTexts } from '../../r/write.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import type { Table } from '../../table/table.ts';
import { readTable, SOURCE_COUNTS, type StratumCounts } from './shared.ts';

export interface ResponseRatesSpec extends BaseSpec {
	method: 'response_rates';
	/** 1 for a seat that has answered, 0 for one that has not. */
	responded: string;
	strata: readonly string[];
}
export interface ResponseRatesCountsSpec extends StratumCounts {
	method: 'response_rates_counts';
}

/** Under this many seats a rate moves much with each answer. */
const FEW = 10;

export function ratesValues(strata: Strata): Values | Violation {
	const rates = stratumRates(strata);
	if (isViolation(rates)) return rates;
	const { rate, low, high } = rates;
	return { levels: [...strata.levels], population: [...strata.population], respondents: [...strata.respondents], rate, wilson95_lo: low, wilson95_hi: high };
}

function smallNotes(strata: Strata, stratum: string): Note[] {
	const few = strata.population.filter((x) => x > 0 && x < FEW).length;
	return few > 0 ? [{ key: 'response_small_strata', level: 'info', params: { stratum, strata: few, limit: FEW } }] : [];
}

/** Counts of a spec by level, in the population's order; a level named among the respondents only is a contradiction. */
export function countsOfSpec(spec: StratumCounts): Strata | Violation {
	const levels = Object.keys(spec.population);
	const unknown = Object.keys(spec.respondents).find((l) => !Object.hasOwn(spec.population, l));
	if (unknown !== undefined) return violation('unknown_level', { column: 'population', level: unknown });
	if (levels.length === 0) return violation('bad_field', { field: 'population', needed: '{level: number}' });
	return { levels, population: Object.values(spec.population), respondents: levels.map((l) => spec.respondents[l] ?? 0) };
}

function totalOf(strata: Strata): Values | Violation {
	const rates = stratumRates(strata);
	if (isViolation(rates)) return rates;
	const { population, respondents, rate, low, high } = rates.total;
	return { population, respondents, rate, wilson95_lo: low, wilson95_hi: high };
}

function run(spec: ResponseRatesSpec, table: Table): Outcome | Violation {
	const read = readTable(table, spec.responded, spec.strata);
	if (isViolation(read)) return read;
	const { answered, factors } = read.seats;
	const strata: Record<string, Values> = {};
	const notes: Note[] = [];
	for (const factor of factors) {
		const counts = strataOf(answered, factor);
		const values = ratesValues(counts);
		if (isViolation(values)) return values;
		strata[factor.name] = values;
		notes.push(...smallNotes(counts, factor.name));
	}
	const total = totalOf(strataOf(answered, { name: '', codes: new Int32Array(answered.length), levels: ['all'] }));
	if (isViolation(total)) return total;
	if (read.leftOut > 0) notes.push({ key: 'response_rows_left_out', level: 'warning', params: { n: read.leftOut } });
	return { n: answered.length, missing: read.missing, values: { total, strata }, effects: [], assumptions: [], notes };
}

function runCounts(spec: ResponseRatesCountsSpec): Outcome | Violation {
	const counts = countsOfSpec(spec);
	if (isViolation(counts)) return counts;
	const values = ratesValues(counts);
	const total = totalOf(counts);
	if (isViolation(values)) return values;
	if (isViolation(total)) return total;
	return { n: total.population as number, missing: [], values: { total, ...values }, effects: [], assumptions: [], notes: smallNotes(counts, '') };
}

const WILSON_R = `wilson <- function(n, N) t(mapply(function(a, b) if (b == 0) c(NA, NA) else prop.test(a, b, correct = FALSE)$conf.int, n, N))
rates <- function(at, n, N) {
  w <- wilson(n, N)
  show(paste0(at, "population"), N); show(paste0(at, "respondents"), n); show(paste0(at, "rate"), ifelse(N == 0, NA, n / N))
  show(paste0(at, "wilson95_lo"), w[, 1]); show(paste0(at, "wilson95_hi"), w[, 2])
}`;

const about = {
	definition:
		'Of everyone on the list who has answered: n_k/N_k for each level of each stratum and in all, with Wilson\'s score interval (p + z²/2N ± z sqrt(p(1-p)/N + z²/4N²))/(1 + z²/N), z the 0.975 quantile.',
	source: 'Wilson (1927), J. Am. Stat. Assoc. 22, 209-212; AAPOR (2023), Standard Definitions',
	r: 'prop.test(n, N, correct = FALSE)$conf.int'
};

export const responseRates: Method<ResponseRatesSpec> = {
	name: 'response_rates',
	room: 'response',
	about: { title: 'Response rates by stratum', ...about, missing: 'Seats without one of the strata, or of which it is not known whether they have answered, are left out of all.', golden: [] },
	fields: { responded: { type: 'column', kind: 'any' }, strata: { type: 'columns', kind: 'any' } },
	run,
	toR: (spec) => `${WILSON_R}
y <- num(${rText(spec.responded)})
f <- lapply(${rTexts(spec.strata)}, group); names(f) <- ${rTexts(spec.strata)}
ok <- Reduce(\`&\`, lapply(f, function(x) !is.na(x))) & !is.na(y)
rates("total.", sum(y[ok]), sum(ok))
for (v in names(f)) {
  x <- f[[v]][ok]
  show(paste0("strata.", v, ".levels"), levels(x))
  rates(paste0("strata.", v, "."), as.vector(table(x[y[ok] == 1])), as.vector(table(x)))
}`
};

export const responseRatesCounts: Method<ResponseRatesCountsSpec> = {
	name: 'response_rates_counts',
	room: 'response',
	about: { title: 'Response rates from counts', ...about, missing: 'Counts have none; a level that only the population names has 0 respondents.', golden: [] },
	fields: SOURCE_COUNTS,
	run: runCounts,
	toR: (spec) => `${WILSON_R}
N <- ${rNumbers(Object.values(spec.population))}
n <- ${rNumbers(Object.keys(spec.population).map((l) => spec.respondents[l] ?? 0))}
show("levels", ${rTexts(Object.keys(spec.population))})
rates("total.", sum(n), sum(N))
rates("", n, N)`
};
