/** Names that are unique in a part. What asks comes first: an item keeps its key, whatever else is called the same. */

/** Put before a name that is taken, by where the variable is from. */
const PREFIX = { frame: 'liste_', seat: 'plass_', link: 'kobling_', weight: 'vekt_', coding: 'kode_', item: 'sp_' } as const;
const LONGEST = 63;

/** Gives each variable of a part its name: its own where it is free, else with a prefix that says where it is from, else with a number after. */
export class Names {
	readonly #taken = new Set<string>();

	/** @param wanted a name as variables have them */
	give(wanted: string, from: keyof typeof PREFIX): string {
		const prefixed = `${PREFIX[from]}${wanted}`.slice(0, LONGEST);
		let name = wanted.slice(0, LONGEST);
		for (let n = 1; this.#taken.has(name); n++) name = n === 1 ? prefixed : `${prefixed.slice(0, LONGEST - 5)}_${n}`;
		this.#taken.add(name);
		return name;
	}
}
