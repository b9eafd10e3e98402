/** `toR`: a whole R script for a spec, in base R, that reads an exported CSV and prints the numbers the engine gives. */
import { isViolation, violation, type Violation } from '../assumptions.ts';
import type { Method } from '../method.ts';
import { findMethod } from '../registry.ts';
import { checkSpec, type BaseSpec } from '../spec/fields.ts';
import type { Codebook } from './codebook.ts';
import { rFilter, rNumbers, rText, rTexts } from './write.ts';

/** What R must know to read the CSV: an exported one has commas and decimal points. */
export interface CsvForm {
	separator?: string;
	/** Columns whose numbers have a decimal comma. */
	decimalComma?: readonly string[];
}

/**
 * `num(v)` a column as numbers; `group(v, levels)` as a factor, levels in the engine's order; `complete(...)` rows where all are valid;
 * `said_dont_know` which cells of the file are "vet ikke"; `show(name, x)` prints one value a line as `name[i,j] = value` with 17 digits.
 */
export const PREAMBLE = `read_data <- function(file, sep = ",") {
  x <- read.csv(file, sep = sep, colClasses = "character", check.names = FALSE, encoding = "UTF-8", blank.lines.skip = FALSE,
           na.strings = c("", "NA", "<not_asked>", "<suppressed>"))
  names(x) <- sub("^\\ufeff", "", names(x))
  said_dont_know <<- sapply(names(x), function(v) x[[v]] %in% "<dont_know>")
  dim(said_dont_know) <<- dim(x)
  colnames(said_dont_know) <<- names(x)
  x[said_dont_know] <- NA
  x
}
num <- function(v) {
  x <- d[[v]]
  if (!is.null(scores[[v]])) return(unname(scores[[v]][match(x, levels_of[[v]])]))
  as.numeric(x)
}
group <- function(v, levels = NULL) {
  x <- d[[v]]
  if (is.null(levels)) levels <- levels_of[[v]]
  if (is.null(levels)) {
    levels <- unique(x[!is.na(x)])
    n <- suppressWarnings(as.numeric(levels))
    levels <- if (anyNA(n)) sort(levels, method = "radix") else levels[order(n)]
  }
  factor(x, levels = levels)
}
complete <- function(...) complete.cases(data.frame(...))
show <- function(name, x) {
  f <- function(v) ifelse(is.na(v), "NA", if (is.numeric(v)) sprintf("%.17g", v) else as.character(v))
  if (is.matrix(x)) for (i in seq_len(nrow(x))) for (j in seq_len(ncol(x))) cat(name, "[", i, ",", j, "] = ", f(x[i, j]), "\\n", sep = "")
  else if (length(x) == 1) cat(name, " = ", f(unname(x)), "\\n", sep = "")
  else for (i in seq_along(x)) cat(name, "[", i, "] = ", f(unname(x[i])), "\\n", sep = "")
}`;

/** One file for each of several parts laid below one another; the column `del` then says which part a row is of. */
export type Parts = readonly { key: string; file: string }[];

/** Keeps what all parts have. */
const READ_PARTS = `read_parts <- function(files, ...) {
  parts <- lapply(names(files), function(key) {
    x <- read_data(files[[key]], ...)
    x$del <- key
    list(x = x, said = cbind(said_dont_know[, colnames(said_dont_know) != "del", drop = FALSE], del = FALSE))
  })
  shared <- Reduce(intersect, lapply(parts, function(p) names(p$x)))
  said_dont_know <<- do.call(rbind, lapply(parts, function(p) p$said[, shared, drop = FALSE]))
  do.call(rbind, lapply(parts, function(p) p$x[, shared, drop = FALSE]))
}
`;

function reading(file: string | Parts, separator: string): string {
	const form = separator === ',' ? '' : `, sep = ${rText(separator)}`;
	if (typeof file === 'string') return `d <- read_data(${rText(file)}${form})`;
	return `${READ_PARTS}d <- read_parts(list(${file.map((p) => `${rText(p.key)} = ${rText(p.file)}`).join(', ')})${form})`;
}

function entries(codebook: Codebook, pick: (c: Codebook[string]) => string | null): string {
	return Object.entries(codebook)
		.map(([name, c]) => [name, pick(c)] as const)
		.filter(([, code]) => code !== null)
		.map(([name, code]) => `  ${rText(name)} = ${code}`)
		.join(',\n');
}

/** Those of the names that a spec mentions, in a formula too: what its script must know of, and its file must hold. */
export function mentionedNames(names: readonly string[], spec: unknown): string[] {
	const texts = new Set<string>();
	const walk = (v: unknown): void => {
		if (typeof v === 'string') {
			texts.add(v);
			for (const word of v.split(/[^\p{L}\p{N}_.]+/u)) texts.add(word);
		} else if (Array.isArray(v)) v.forEach(walk);
		else if (v && typeof v === 'object') Object.entries(v).flat().forEach(walk);
	};
	walk(spec);
	return names.filter((name) => texts.has(name));
}

/** Whether a method takes rows of a table: one that works on figures in its spec has no file to read. */
const readsRows = (method: Method): boolean => method.room === 'extraction' || method.name === 'family' || Object.values(method.fields).some((f) => f.type === 'column' || f.type === 'columns' || f.type === 'margins');

/**
 * The part of a script that is a spec's own, to stand below `PREAMBLE`: levels and scores of the columns that it names, reading the file, the filter, the method.
 * @returns null when base R cannot do it; a violation when the spec is wrong
 */
export function ownR(spec: BaseSpec, codebook: Codebook = {}, file: string | Parts = 'data.csv', form: CsvForm = {}): string | null | Violation {
	const method = findMethod(spec.method);
	if (!method) return violation('unknown_method', { method: String(spec.method) });
	const wrong = checkSpec(spec as unknown as Record<string, unknown>, method.fields);
	if (wrong) return wrong;
	const body = method.toR(spec, codebook);
	if (body === null || isViolation(body)) return body;
	const used = Object.fromEntries(mentionedNames(Object.keys(codebook), spec).map((name) => [name, codebook[name]!]));
	const { separator = ',', decimalComma = [] } = form;
	return [
		`levels_of <- list(\n${entries(used, (c) => c.levels && rTexts(c.levels))}\n)`,
		`scores <- list(\n${entries(used, (c) => c.scores && rNumbers(c.scores))}\n)`,
		...(readsRows(method) ? [reading(file, separator)] : []),
		...decimalComma.map((name) => `d[[${rText(name)}]] <- sub(",", ".", d[[${rText(name)}]], fixed = TRUE)`),
		rFilter(spec.filter) + body
	].join('\n');
}

/**
 * @param spec any spec of the registry
 * @param codebook order of levels and scores, from `codebookOf(table)`; without it levels are sorted as `sortedValues` does
 * @param file the CSV's path as the script shall name it, or one for each part
 * @param form the separator, and the columns with a decimal comma
 * @returns null when base R cannot do it (the catalogue names the methods); a violation when the spec is wrong
 */
export function toR(spec: BaseSpec, codebook: Codebook = {}, file: string | Parts = 'data.csv', form: CsvForm = {}): string | null | Violation {
	const own = ownR(spec, codebook, file, form);
	if (own === null || isViolation(own)) return own;
	return [`# ${findMethod(spec.method)!.about.title}. R 4 or newer, base packages only.`, PREAMBLE, own, ''].join('\n');
}
