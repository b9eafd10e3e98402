/** An R script that makes of the CSV what R has for it: factors with their labels, and beside the data which kind of missing each cell is. Base R only. */
import { rNumbers, rText, rTexts } from '#analysis/r/write.ts';
import { MISSING, type Dataset, type DatasetVariable } from '#lib/domain/dataset/types.ts';
import { inLocale, m, translate, type Locale } from '#lib/i18n.ts';
import { oneLine } from './bytes.ts';

/** Labels of a factor must differ; where two are alike, the value says which is which. */
function factorLabels(variable: DatasetVariable, locale: Locale): string[] {
	const labels = variable.categories.map((c) => inLocale(c.label, locale) || c.value);
	return labels.map((label, i) => (labels.filter((l) => l === label).length > 1 ? `${label} [${variable.categories[i]?.value ?? ''}]` : label));
}

function entry(variable: DatasetVariable, locale: Locale): string {
	const scores = variable.categories.map((c) => c.score);
	const parts = [
		`type = ${rText(variable.type)}`, `measure = ${rText(variable.measure)}`, `label = ${rText(inLocale(variable.label, locale))}`,
		...(variable.question ? [`question = ${rText(inLocale(variable.question, locale))}`] : []),
		...(variable.type === 'categorical' ? [`values = ${variable.categories.length > 0 ? rTexts(variable.categories.map((c) => c.value)) : 'character(0)'}`, `labels = ${variable.categories.length > 0 ? rTexts(factorLabels(variable, locale)) : 'character(0)'}`] : []),
		...(scores.length > 0 && scores.every((s) => s !== undefined) ? [`scores = ${rNumbers(scores)}`] : [])
	];
	return `  ${rText(variable.name)} = list(${parts.join(', ')})`;
}

const READ = `read_grunnlag <- function(file) {
  raw <- read.csv(file, colClasses = "character", check.names = FALSE, na.strings = character(0), encoding = "UTF-8", blank.lines.skip = FALSE)
  gone <- c("not_answered", "not_asked", "dont_know", "suppressed")
  marks <- c("", "<not_asked>", "<dont_know>", "<suppressed>")
  missing <- lapply(raw, function(x) factor(gone[match(x, marks)], levels = kinds))
  data <- Map(function(x, v) {
    x[x %in% marks] <- NA
    y <- switch(v$type,
      numeric = as.numeric(x),
      categorical = factor(match(x, v$values), levels = seq_along(v$values), labels = v$labels, ordered = v$measure == "ordinal"),
      x)
    for (a in intersect(c("label", "question", "values", "scores"), names(v))) attr(y, a) <- v[[a]]
    y
  }, raw, variables[names(raw)])
  frame <- function(columns) as.data.frame(columns, stringsAsFactors = FALSE, optional = TRUE)
  list(data = frame(data), missing = frame(missing))
}`;

/**
 * The script reads the CSV of the same dataset into `data` (factors with labels, ordered where the measure is ordinal; numbers; texts; attributes `label`, `question`, `values`, `scores`) and
 * `missing` (the same rows and columns: which kind of missing a cell is, NA where it is valid).
 * @param file the CSV's name as the script shall read it
 */
export function toRScript(dataset: Dataset, locale: Locale, file: string): Uint8Array<ArrayBuffer> {
	const kinds = MISSING.map((kind) => `${kind}: ${translate(`common_missing_${kind}`, {}, locale)}`);
	const lines = [
		`# ${oneLine(inLocale(dataset.title, locale))}`, `# ${dataset.hash}`, ...m.dataexport_r_intro({ file }, { locale }).split('\n').map((line) => `# ${line}`), ...kinds.map((line) => `#   ${line}`), '',
		`kinds <- ${rTexts([...MISSING])}`, `variables <- list(\n${dataset.variables.map((v) => entry(v, locale)).join(',\n')}\n)`, '', READ, '',
		`grunnlag <- read_grunnlag(${rText(file)})`, 'data <- grunnlag$data', 'missing <- grunnlag$missing', ''
	];
	return new TextEncoder().encode(lines.join('\n'));
}
