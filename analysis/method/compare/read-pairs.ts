/** How the comparing methods read two measurements of the same rows. */
import { isViolation, violation, type Violation } from '../../assumptions.ts';
import { rText } from '../../r/write.ts';
import type { MissingReport } from '../../result.ts';
import { missingReport } from '../../table/report.ts';
import type { Table } from '../../table/table.ts';
import { completeRows, groups, numbers, pick } from '../../table/view.ts';
import { clustering, type Clustering } from '../../test/cluster.ts';
import { differences } from '../../test/paired.ts';

export interface Pairs {
	/** The difference is x - y. */
	x: string;
	y: string;
	cluster?: string | null;
}

export interface ReadPairs {
	x: Float64Array;
	y: Float64Array;
	n: number;
	missing: MissingReport[];
	clustering: Clustering | null;
}

/** The rows where x, y and cluster are all valid. */
export function readPairs(table: Table, spec: Pairs): ReadPairs | Violation {
	const x = numbers(table, spec.x);
	if (isViolation(x)) return x;
	const y = numbers(table, spec.y);
	if (isViolation(y)) return y;
	const within = spec.cluster ? groups(table, spec.cluster) : null;
	if (isViolation(within)) return within;
	const rows = completeRows(table.rows, within ? [x, y, within] : [x, y]);
	const columns = [spec.x, spec.y, ...(spec.cluster ? [spec.cluster] : [])];
	if (rows.length === 0) return violation('no_data', { columns: columns.join(', ') });
	const [a, b] = [pick(x, rows), pick(y, rows)];
	const found = within ? clustering(differences(a, b), new Int32Array(rows.length), 1, rows.map((i) => within.codes[i]!), within.levels.length) : null;
	return { x: a, y: b, n: rows.length, missing: missingReport(table, columns, rows.length), clustering: found };
}

/** x and y of the complete rows. */
export function rPaired(spec: Pairs): string {
	if (!spec.cluster) return `x <- num(${rText(spec.x)})\ny <- num(${rText(spec.y)})\nok <- complete(x, y)\nx <- x[ok]\ny <- y[ok]`;
	return `x <- num(${rText(spec.x)})
y <- num(${rText(spec.y)})
cl <- group(${rText(spec.cluster)})
ok <- complete(x, y, cl)
x <- x[ok]
y <- y[ok]
cl <- droplevels(cl[ok])
e <- x - y - mean(x - y)
nc <- tabulate(cl)
N <- length(e)
msb <- sum(tapply(e, cl, sum)^2 / nc) / (length(nc) - 1)
msw <- sum((e - ave(e, cl))^2) / (N - length(nc))
n0 <- (N - sum(nc^2) / N) / (length(nc) - 1)
icc <- max(0, (msb - msw) / (msb + (n0 - 1) * msw))
if (length(nc) > 1 && N > length(nc)) {
  show("clustering.clusters", length(nc))
  show("clustering.icc", icc)
  show("clustering.design_effect", 1 + icc * (sum(nc^2) / N - 1))
}`;
}
