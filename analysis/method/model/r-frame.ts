/** R code that gives the rows and the formula of a model. */
import type { Codebook } from '../../r/codebook.ts';
import { rText } from '../../r/write.ts';
import { parseTerms, type ModelSpec } from './read.ts';

const isNumeric = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text));

/** Whether the engine reads the column as groups: it has categories and they have no scores. */
export function isFactorInR(name: string, spec: ModelSpec, codebook: Codebook): boolean {
	if (spec.factors?.includes(name)) return true;
	const entry = codebook[name];
	return Boolean(entry?.levels && !entry.scores && !entry.levels.every(isNumeric));
}

/** `show_p` and `show_log` leave out what the two cannot agree on to ten digits: p below 1e-300, where numbers lose digits, and log p of a p that is 1. */
export const P_HELPERS = `show_some <- function(name, x, keep) {
  at <- if (length(x) > 1) paste0("[", seq_along(x), "]") else ""
  for (i in which(is.na(x) | keep)) show(paste0(name, at[i]), unname(x[i]))
}
show_p <- function(name, p) show_some(name, p, p > 1e-300)
show_log <- function(name, p) show_some(name, p, p < -1e-9)`;

/**
 * Lines that make the data frame `m` (complete rows, unused levels dropped) with columns y, v1, v2 ... and those of `extra`, and the formula `model`.
 * @param response R code of the response
 * @param extra names of further columns with their R code
 */
export function modelFrame(spec: ModelSpec, codebook: Codebook, response: string, extra: Readonly<Record<string, string>> = {}): string {
	const terms = parseTerms(spec.x ?? [], (name) => Object.hasOwn(codebook, name));
	const names = [...new Set(terms.flat())];
	const columns = names.map((name, i) => `v${i + 1} = ${isFactorInR(name, spec, codebook) ? 'group' : 'num'}(${rText(name)})`);
	const right = terms.map((term) => term.map((name) => `v${names.indexOf(name) + 1}`).join(':'));
	const constant = spec.intercept === false ? '0' : '1';
	const all = [`y = ${response}`, ...columns, ...Object.entries(extra).map(([name, code]) => `${name} = ${code}`)];
	return `m <- data.frame(${all.join(', ')})
m <- droplevels(m[complete.cases(m), , drop = FALSE])
model <- y ~ ${[constant, ...right].join(' + ')}
${P_HELPERS}`;
}
