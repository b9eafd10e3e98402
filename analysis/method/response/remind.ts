import { isViolation, violation, type Violation } from '../../assumptions.ts';
import type { Method } from '../../method.ts';
import { whoToRemind } from '../../response/remind.ts';
import { seatsOf } from '../../response/seats.ts';
import type { Note, Outcome } from '../../result.ts';
import { rNumber, rText } from '../../r/write.ts';
import type { BaseSpec } from '../../spec/fields.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { seatsR } from './shared.ts';

export interface WhoToRemindSpec extends BaseSpec {
	method: 'who_to_remind';
	/** 1 for a seat that has answered, 0 for one that has not. */
	responded: string;
	/** 1 for a seat that can be reminded, 0 for one that cannot (has refused, has no address that works). */
	reachable: string;
	strata: readonly string[];
	/** How many further answers each group is reckoned to give. */
	answers: number;
	/** 2: pairs of levels of two strata too. */
	depth?: number | null;
}

/** Under this many seats a group's rate, and so its gain, moves much with each answer. */
const FEW = 10;

function run({ responded, reachable, strata, answers, depth }: WhoToRemindSpec, table: Table): Outcome | Violation {
	// whether a seat can be reminded is read as a stratum of its own, so that the same rows are left out of both
	const read = seatsOf(table, responded, [...strata, reachable]);
	if (isViolation(read)) return read;
	const free = read.factors.at(-1)!;
	const odd = free.levels.find((l) => l !== '0' && l !== '1');
	if (odd !== undefined) return violation('wrong_kind', { column: reachable, needed: '0 | 1' });
	const found = whoToRemind(read.answered, read.factors.slice(0, -1), Float64Array.from(free.codes, (c) => Number(free.levels[c])), answers, depth === 2 ? 2 : 1);
	if (isViolation(found)) return found;
	const { now, even, groups, unfitted } = found;
	const label = (g: (typeof groups)[number], part: 'stratum' | 'level') => g.of.map((o) => o[part]).join(' × ');
	const best = groups[0];
	const notes: Note[] = [];
	if (best && best.gain > even.gain) notes.push({ key: 'response_remind_best', level: 'info', params: { stratum: label(best, 'stratum'), level: label(best, 'level'), answers: best.answers, gain: best.gain, even: even.gain } });
	else notes.push({ key: 'response_remind_no_gain', level: 'info' });
	const few = groups.filter((g) => g.seats < FEW).length;
	if (few > 0) notes.push({ key: 'response_remind_small', level: 'warning', params: { groups: few, limit: FEW } });
	const short = groups.filter((g) => g.answers < answers).length;
	if (short > 0) notes.push({ key: 'response_remind_fewer', level: 'info', params: { groups: short, answers } });
	if (unfitted > 0) notes.push({ key: 'response_remind_unfitted', level: 'warning', params: { groups: unfitted } });
	const left = table.rows - read.answered.length;
	if (left > 0) notes.push({ key: 'response_rows_left_out', level: 'warning', params: { n: left } });
	return {
		n: read.answered.length,
		missing: missingReport(table, [responded, ...strata, reachable], read.answered.length),
		values: {
			R: now.R, S_rho: now.S, mean_rho: now.mean, max_abs_bias_std: now.maxAbsBias,
			even: { answers: even.answers, R: even.R, gain: even.gain, max_abs_bias_std: even.maxAbsBias },
			groups: {
				stratum: groups.map((g) => label(g, 'stratum')), level: groups.map((g) => label(g, 'level')),
				population: groups.map((g) => g.seats), respondents: groups.map((g) => g.answered), reachable: groups.map((g) => g.reachable),
				answers: groups.map((g) => g.answers), R: groups.map((g) => g.R), gain: groups.map((g) => g.gain), max_abs_bias_std: groups.map((g) => g.maxAbsBias)
			}
		},
		effects: [],
		assumptions: [{ key: 'response_remind_evenly', met: null }, { key: 'response_no_interaction', met: null }],
		notes
	};
}

function toR({ responded, reachable, strata, answers }: WhoToRemindSpec): string {
	return `${seatsR(responded, strata)}
reach <- num(${rText(reachable)})[ok]; known <- !is.na(reach)
y <- y[known]; f <- lapply(f, function(x) droplevels(x[known])); reach <- reach[known]
fitted_to <- function(y) {
  m <- suppressWarnings(glm(y ~ ., data = data.frame(y = y, setNames(f, paste0("f", seq_along(f)))), family = binomial, control = glm.control(epsilon = 1e-15, maxit = 100)))
  rho <- unname(fitted(m)); c(1 - 2 * sd(rho), mean(rho), sd(rho))
}
now <- fitted_to(y)
show("R", now[1]); show("S_rho", now[3]); show("mean_rho", now[2]); show("max_abs_bias_std", now[3] / now[2])
raised <- function(member) {
  free <- member & reach == 1 & y == 0
  k <- min(${rNumber(answers)}, sum(free))
  then <- y; then[free] <- k / sum(free)
  r <- if (all(then == 1)) c(1, 1, 0) else fitted_to(then)
  c(k, r[1], r[1] - now[1], r[3] / r[2])
}
e <- raised(rep(TRUE, length(y)))
show("even.answers", e[1]); show("even.R", e[2]); show("even.gain", e[3]); show("even.max_abs_bias_std", e[4])`;
}

export const whoToRemindMethod: Method<WhoToRemindSpec> = {
	name: 'who_to_remind',
	room: 'response',
	about: {
		title: 'Who to remind next',
		definition:
			'For each level of each stratum, and with `depth` 2 each pair of levels of two strata: k = min(`answers`, those of the group who have not answered and can be reminded) further answers are spread evenly over these, each of them answering with probability k/m; the main-effects logit of `r_indicator` is fitted to the expected counts, and R = 1 - 2 S(rho) is reckoned anew, not adjusted for chance. `gain` is R then less R now, largest first; `even` is the gain of as many answers from everyone who can be reminded. `max_abs_bias_std` = S/mean then.',
		missing: 'Seats without one of the strata, or of which it is not known whether they have answered or can be reminded, are left out.',
		source: 'After Schouten, Shlomo and Skinner (2011), J. Off. Stat. 27, 231-253; Schouten, Cobben and Bethlehem (2009), Survey Methodology 35, 101-113',
		r: '1 - 2 * sd(fitted(glm(expected ~ a + b, family = binomial)))',
		golden: [],
		differs: 'The groups are in the order of their gain, which R code would have to sort alike: R and the gain of everyone are compared, the groups by tests that fit one group at a time.'
	},
	fields: {
		responded: { type: 'column', kind: 'any' },
		reachable: { type: 'column', kind: 'any' },
		strata: { type: 'columns', kind: 'any' },
		answers: { type: 'number', min: 1, integer: true },
		depth: { type: 'number', min: 1, max: 2, integer: true, optional: true }
	},
	run,
	toR,
	rTolerance: { 'even.gain': 1e-7 }
};
