import type { IndicatorRule } from '../../extraction/types.ts';
import { rNumber, rNumbers, rText, rTexts } from '../../r/write.ts';
import type { FollowUpExtractionSpec } from './spec.ts';

const step = (s: IndicatorRule['limits'][number]): { value: string; worse: string; points: number } => ({
	value: typeof s.value === 'number' ? rNumber(s.value) : 'NA', worse: typeof s.percentile === 'number' ? rNumber(s.percentile) : 'NA', points: s.points ?? 1
});

function rule(r: IndicatorRule): string {
	const steps = r.limits.map(step);
	return `list(low = ${r.worse === 'low' ? 'TRUE' : 'FALSE'}, weight = ${rNumber(r.weight ?? 1)}, value = as.numeric(c(${steps.map((s) => s.value).join(', ')})), worst = as.numeric(c(${steps.map((s) => s.worse).join(', ')})), points = ${rNumbers(steps.map((s) => s.points))})`;
}

/** The ranking of municipalities, in base R. Lists, spread and stability follow from it and from the same on schools. */
export function rankingR(spec: FollowUpExtractionSpec): string {
	const minN = spec.min_n ?? 0;
	return `m <- group(${rText(spec.municipality)})
ind <- as.integer(group(${rText(spec.indicator)}, ${rTexts(spec.indicators.map((r) => r.indicator))}))
yr <- as.integer(group(${rText(spec.year)}${spec.years ? `, ${rTexts(spec.years)}` : ''}))
v <- num(${rText(spec.value)})
use <- !is.na(m) & !is.na(ind) & !is.na(yr) & !is.na(v)${spec.school ? ` & is.na(d[[${rText(spec.school)}]])` : ''}
${minN > 0 && spec.n ? `size <- num(${rText(spec.n)}); use <- use & !is.na(size) & size >= ${minN}\n` : ''}rules <- list(${spec.indicators.map(rule).join(',\n  ')})
points <- possible <- values <- numeric(nlevels(m)); full <- 0
for (i in seq_along(rules)) for (j in sort(unique(yr))) {
  at <- which(use & ind == i & yr == j)
  if (length(at) == 0) next
  r <- rules[[i]]; x <- v[at]; u <- as.integer(m)[at]
  limit <- sapply(seq_along(r$points), function(k) if (is.na(r$worst[k])) r$value[k] else quantile(x, if (r$low) r$worst[k] / 100 else 1 - r$worst[k] / 100, names = FALSE))
  got <- sapply(x, function(y) max(0, r$points[if (r$low) y < limit else y > limit]))
  points[u] <- points[u] + r$weight * got
  possible[u] <- possible[u] + r$weight * max(r$points)
  values[u] <- values[u] + 1
  full <- full + r$weight * max(r$points)
}
share <- ifelse(possible > 0, points / possible, 0); key <- round(share, 12)
ranked <- which(possible > 0 & round(possible / full, 12) >= ${rNumber(spec.min_present ?? 0.5)})
o <- ranked[order(-key[ranked], ranked)]
show("ranking.rank", rank(-key[o], ties.method = "min"))
show("ranking.municipality", levels(m)[o])
show("ranking.points", points[o])
show("ranking.possible", possible[o])
show("ranking.share", share[o])
show("ranking.values", values[o])`;
}
