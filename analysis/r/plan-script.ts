/** `planToR`: one R script for a whole plan, base R only, that reads the exported CSV files and prints every entry's numbers under its key. */
import { isViolation } from '../assumptions.ts';
import { findMethod } from '../registry.ts';
import type { BaseSpec } from '../spec/fields.ts';
import type { Codebook } from './codebook.ts';
import { ownR, PREAMBLE, type CsvForm, type Parts } from './script.ts';
import { rText } from './write.ts';

export interface ScriptEntry {
	key: string;
	title: string;
	spec: BaseSpec;
	codebook: Codebook;
	/** The CSV as the script shall name it, or one for each part. */
	file: string | Parts;
	form?: CsvForm;
}

/** p-values that are corrected together: where they stand, `entry` and the path in its values, places from 0. */
export interface ScriptFamily {
	key: string;
	method: string;
	of: readonly { entry: string; path: string }[];
}

/** Every entry runs in an environment of its own; one that stops does not stop the others. `printed` keeps the lines for the families. */
const RUNNER = `printed <- list()
analysis <- function(key, code) {
  code <- substitute(code)
  here <- new.env(parent = globalenv())
  eval(helpers, here)
  lines <- tryCatch(capture.output(eval(code, here)), error = function(e) paste("# stopped:", conditionMessage(e)))
  printed[[key]] <<- lines
  writeLines(c(paste("#", key), lines))
}
family <- function(key, method, entries, names) {
  p <- unlist(Map(function(entry, name) {
    lines <- printed[[entry]]
    at <- sub(" = .*", "", lines)
    bare <- sub("\\\\[1\\\\]$", "", name)
    hit <- at == name | startsWith(at, paste0(name, "[")) | startsWith(at, paste0(name, ".")) | (at == bare & !any(at == name))
    as.numeric(sub(".* = ", "", lines[hit & grepl(" = ", lines, fixed = TRUE)]))
  }, entries, names), use.names = FALSE)
  p <- p[!is.na(p)]
  adjusted <- p.adjust(p, method)
  writeLines(c(paste("#", key), if (length(p)) sprintf("p[%d] = %.17g", seq_along(p), p), if (length(p)) sprintf("adjusted[%d] = %.17g", seq_along(p), adjusted)))
}`;

/** `means.2` as `show` prints it: `means[3]`; `m.0.1`: `m[1,2]`. */
export function printedName(path: string): string {
	return path.replace(/((?:\.\d+)+)(?=\.|$)/g, (places) => `[${places.slice(1).split('.').map((i) => Number(i) + 1).join(',')}]`);
}

const comment = (text: string): string => `# ${text.replace(/\s+/g, ' ')}`;

/**
 * @param entries in the plan's order; one that base R cannot do, or whose spec is wrong, leaves a comment that says so
 * @param families of p-values to correct together
 * @returns a script that prints `# key` and below it the entry's `name[i,j] = value`; nothing but base packages of R 4 or newer is needed
 */
export function planToR(entries: readonly ScriptEntry[], families: readonly ScriptFamily[] = []): string {
	const parts = entries.map(({ key, title, spec, codebook, file, form }) => {
		const own = ownR(spec, codebook, file, form);
		const method = findMethod(spec.method)?.about.title ?? spec.method;
		const head = [comment(`${key}: ${title}`), comment(`${method}.`)].join('\n');
		if (own === null) return `${head}\n# Base R has no way to this: ${comment(findMethod(spec.method)!.about.r).slice(2)}`;
		if (isViolation(own)) return `${head}\n# The spec cannot be run: ${own.violation} ${comment(JSON.stringify(own.params ?? {})).slice(2)}`;
		return `${head}\nanalysis(${rText(key)}, {\n${own}\n})`;
	});
	const corrected = families.map((f) => `family(${rText(f.key)}, ${rText(f.method)}, c(${f.of.map((o) => rText(o.entry)).join(', ')}), c(${f.of.map((o) => rText(printedName(o.path))).join(', ')}))`);
	return ['# R 4 or newer, base packages only. Each analysis prints its numbers under its key, as name[i,j] = value with 17 digits.', `helpers <- quote({\n${PREAMBLE}\n})`, RUNNER, ...parts, ...corrected, ''].join('\n\n');
}

/** What a plan's script printed, by key. */
export function printedByKey(lines: readonly string[]): Map<string, string[]> {
	const out = new Map<string, string[]>();
	let at: string[] = [];
	for (const line of lines) {
		const key = /^# ([^:]+)$/.exec(line)?.[1];
		if (key !== undefined) out.set(key, (at = []));
		else at.push(line);
	}
	return out;
}
