import { isViolation } from '../../assumptions.ts';
import type { Codebook } from '../../r/codebook.ts';
import { rFilter, rText } from '../../r/write.ts';
import { findMethod } from '../../registry.ts';
import type { FamilySpec } from './family.ts';

/** Each member's own R code with `show` gathering instead of printing. Null when a member has no R code. */
export function rScript(spec: FamilySpec, codebook: Codebook): string | null {
	const name = rText(spec.p ?? 'p');
	const bodies: string[] = [];
	for (const member of spec.specs) {
		const body = findMethod(member.method)?.toR(member, codebook) ?? null;
		if (body === null || isViolation(body)) return null;
		bodies.push(`found <- list()
d <- all_rows
${rFilter(member.filter)}local({
${body}
})
p <- c(p, if (is.null(found[[${name}]])) NA else c(t(found[[${name}]])))`);
	}
	return `all_rows <- d
print_value <- show
show <- function(name, x) found[[name]] <<- x
p <- c()
${bodies.join('\n')}
print_value("tests", sum(!is.na(p)))
print_value("p", p)
print_value("p_holm", p.adjust(p, "holm"))
print_value("p_bh", p.adjust(p, "BH"))`;
}
