/**
 * Whether a questionnaire document can be published, with everything that is wrong with it listed at once.
 */
import { withinBounds } from './check/bounds.ts';
import { checkConditions } from './check/conditions.ts';
import type { Fault, Report } from './check/fault.ts';
import { checkItems } from './check/items.ts';
import { checkKeys } from './check/keys.ts';
import { checkReach } from './check/reach.ts';
import { structure } from './check/structure.ts';
import { checkTexts } from './check/texts.ts';
import { compile } from './fields.ts';
import type { Questionnaire } from './schema.ts';

export type { Fault } from './check/fault.ts';

export type Checked = { ok: true; questionnaire: Questionnaire } | { ok: false; faults: Fault[] };

/**
 * Checks a parsed JSON document. `ok` means that it may be published; `questionnaire` then has its defaults filled in.
 * Faults of form come first, then keys, items, texts, conditions and reachability; the other checks are made on a mended copy where the
 * form is at fault, and report nothing inside what could not be read. Never throws. A document that is too deep or too large has
 * that as its one fault.
 */
export function check(doc: unknown): Checked {
	const faults: Fault[] = [];
	const report: Report = (path, code, params = {}) => faults.push({ path, code, params });
	if (!withinBounds(doc, report)) return { ok: false, faults };
	const { parsed, mended, broken } = structure(doc, report);
	const unreadable = new Set(faults.map((f) => f.path));
	const reportReadable: Report = (path, code, params) => {
		for (let at = path; ; at = at.slice(0, at.lastIndexOf('/'))) {
			if (unreadable.has(at)) return;
			if (at === '') break;
		}
		report(path, code, params);
	};
	const c = compile(mended);
	checkKeys(mended, reportReadable);
	checkItems(mended, reportReadable);
	checkTexts(c, broken, reportReadable);
	checkReach(c, checkConditions(c, broken, reportReadable), reportReadable);
	return parsed && faults.length === 0 ? { ok: true, questionnaire: parsed } : { ok: false, faults };
}
