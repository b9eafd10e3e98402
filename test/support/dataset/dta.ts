/** A Stata file of release 118 read back, by the places that its map gives: enough to see what was written. */
export interface ReadDta {
	label: string;
	rows: number;
	variables: { name: string; label: string; format: string; type: number; values: Map<number, string> }[];
	/** Numbers, texts, and `.`, `.a` … for what is missing. */
	cells: (number | string)[][];
	characteristics: { of: string; key: string; text: string }[];
}

const FIRST_MISSING: Readonly<Record<number, number>> = { 65530: 101, 65529: 32741, 65528: 2147483621 };
const MISSING = ['.', '.a', '.b', '.c', '.d'];

export function readDta(given: Uint8Array): ReadDta {
	const file = Buffer.from(given);
	const places = Array.from({ length: 14 }, (_, i) => Number(file.readBigUInt64LE(file.indexOf('<map>') + 5 + 8 * i)));
	/** Where a section's content begins; the section must stand where the map says. */
	const section = (i: number, name: string): number => {
		const at = places[i] ?? -1;
		const opening = `<${name}>`;
		if (file.toString('latin1', at, at + opening.length) !== opening) throw new Error(`${name} is not at ${at}`);
		return at + opening.length;
	};
	const zeroed = (at: number, most: number): string => file.toString('utf8', at, Math.min(at + most, file.indexOf(0, at)));
	section(0, 'stata_dta');
	section(1, 'map');
	const count = file.readUInt16LE(file.indexOf('<K>') + 3);
	const rows = Number(file.readBigUInt64LE(file.indexOf('<N>') + 3));
	const titled = file.indexOf('<label>') + 7;
	const types = Array.from({ length: count }, (_, i) => file.readUInt16LE(section(2, 'variable_types') + 2 * i));
	const fields = (i: number, name: string, width: number): string[] => Array.from({ length: count }, (_, v) => zeroed(section(i, name) + width * v, width));
	section(4, 'sortlist');
	const names = fields(3, 'varnames', 129);
	const formats = fields(5, 'formats', 57);
	const sets = fields(6, 'value_label_names', 129);
	const labels = fields(7, 'variable_labels', 321);
	const long = new Map<string, string>();
	for (let at = section(10, 'strls'); file.toString('latin1', at, at + 3) === 'GSO';) {
		const size = file.readUInt32LE(at + 16);
		long.set(`${file.readUInt32LE(at + 3)} ${file.readBigUInt64LE(at + 7)}`, file.toString('utf8', at + 20, at + 20 + size - 1));
		at += 20 + size;
	}
	const cells: (number | string)[][] = [];
	let at = section(9, 'data');
	const number = (type: number, value: number): number | string => {
		const first = FIRST_MISSING[type] ?? 0;
		return value >= first ? (MISSING[value - first] ?? '?') : value;
	};
	for (let row = 0; row < rows; row++) {
		cells.push(types.map((type) => {
			const here = at;
			switch (type) {
				case 65530: at += 1; return number(type, file.readInt8(here));
				case 65529: at += 2; return number(type, file.readInt16LE(here));
				case 65528: at += 4; return number(type, file.readInt32LE(here));
				case 65526: {
					at += 8;
					const x = file.readDoubleLE(here);
					return x >= 2 ** 1023 ? (MISSING[Math.round((x / 2 ** 1023 - 1) * 4096)] ?? '?') : x;
				}
				case 32768: at += 8; return long.get(`${file.readUInt16LE(here)} ${file.readUIntLE(here + 2, 6)}`) ?? '';
				default: at += type; return file.toString('utf8', here, here + type).replace(/\0+$/, '');
			}
		}));
	}
	if (file.toString('latin1', at, at + 7) !== '</data>') throw new Error('the rows end elsewhere');
	const values = new Map<string, Map<number, string>>();
	for (let place = section(11, 'value_labels'); file.toString('latin1', place, place + 5) === '<lbl>';) {
		const size = file.readInt32LE(place + 5);
		const table = place + 9 + 129 + 3;
		const n = file.readInt32LE(table);
		const texts = table + 8 + 8 * n;
		values.set(zeroed(place + 9, 129), new Map(Array.from({ length: n }, (_, i) => [file.readInt32LE(table + 8 + 4 * (n + i)), zeroed(texts + file.readInt32LE(table + 8 + 4 * i), 32_001)])));
		place = table + size + '</lbl>'.length;
	}
	const characteristics: ReadDta['characteristics'] = [];
	for (let place = section(8, 'characteristics'); file.toString('latin1', place, place + 4) === '<ch>';) {
		const size = file.readUInt32LE(place + 4);
		characteristics.push({ of: zeroed(place + 8, 129), key: zeroed(place + 137, 129), text: file.toString('utf8', place + 266, place + 8 + size - 1) });
		place += 8 + size + '</ch>'.length;
	}
	if (file.toString('latin1', places[12]) !== '</stata_dta>' || places[13] !== file.length) throw new Error('the file ends elsewhere');
	return {
		label: file.toString('utf8', titled + 2, titled + 2 + file.readUInt16LE(titled)), rows, cells, characteristics,
		variables: names.map((name, i) => ({ name, label: labels[i] ?? '', format: formats[i] ?? '', type: types[i] ?? 0, values: values.get(sets[i] ?? '') ?? new Map() }))
	};
}
