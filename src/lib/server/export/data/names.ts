/** Names that a program takes: unique, short enough, and no words of its language. */

/** Words of SPSS's language that cannot name a variable. */
const SPSS = new Set(['all', 'and', 'by', 'eq', 'ge', 'gt', 'le', 'lt', 'ne', 'not', 'or', 'to', 'with']);
/** Words of Stata's language that cannot, and its types. */
const STATA = new Set(['_all', '_b', 'byte', '_coef', '_cons', 'double', 'float', 'if', 'in', 'int', 'long', '_n', '_pi', '_pred', '_rc', '_skip', 'str', 'strl', 'using', 'with']);

/** The first name that is not taken: itself, or with `_2`, `_3` … in place of its end. */
function free(name: string, most: number, taken: ReadonlySet<string>): string {
	const short = name.slice(0, most);
	if (!taken.has(short)) return short;
	for (let i = 2; ; i++) {
		const end = `_${i}`;
		const tried = short.slice(0, most - end.length) + end;
		if (!taken.has(tried)) return tried;
	}
}

/** A name for each, in their order, the names that can stay as they are staying. @param most letters */
function fitting(names: readonly string[], most: number, reserved: ReadonlySet<string>): string[] {
	const stays = (name: string): boolean => name.length <= most && !reserved.has(name) && !/^str\d+$/.test(name);
	const taken = new Set([...reserved, ...names.filter(stays)]);
	return names.map((name) => {
		if (stays(name)) return name;
		const made = free(reserved.has(name) || name.length <= most ? `${name}_v` : name, most, taken);
		taken.add(made);
		return made;
	});
}

export const spssNames = (names: readonly string[]): string[] => fitting(names, 64, SPSS);
export const stataNames = (names: readonly string[]): string[] => fitting(names, 32, STATA);

/** Short names of eight capital letters, as old programs know variables by. */
export function shortNames(names: readonly string[]): string[] {
	const taken = new Set<string>();
	return names.map((name) => {
		const made = free(name.toUpperCase(), 8, taken);
		taken.add(made);
		return made;
	});
}

/** What is beside a text to say why it is missing. */
export const companionName = (name: string): string => `${name}__missing`;
