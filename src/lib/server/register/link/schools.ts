/**
 * Who owns a school, out of the National School Register (NSR, Utdanningsdirektoratet): units as its interface gives them, one by one or in a
 * list, by the field names of v3 (OrgNr, Kommunenr, ParentRelasjoner, RelasjonsType) or v4 (Organisasjonsnummer, Kommunenummer, ForeldreRelasjoner,
 * Relasjonstype). The owner is the parent by "Eierstruktur" or, in older answers, "Administrativ struktur" (type 1).
 */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { Problem } from '#lib/domain/problem.ts';
import type { LinkRow, SchoolList } from '#lib/domain/link/types.ts';

export interface School { owner: 'municipality' | 'county' | 'private' | 'unknown'; municipality: string | null }
export interface Schools { list: SchoolList; units: ReadonlyMap<string, School> }

const MAX_BYTES = 60_000_000;
const Text = v.optional(v.nullable(v.union([v.string(), v.number()])));
const Flag = v.optional(v.nullable(v.boolean()));
const number = { OrgNr: Text, Orgnr: Text, Organisasjonsnummer: Text };
const place = { Kommunenr: Text, KommuneNr: Text, Kommunenummer: Text };
const Kind = v.optional(v.nullable(v.object({ Id: Text, Navn: Text })));
const Parents = v.optional(v.nullable(v.array(v.object({ Enhet: v.optional(v.nullable(v.object({ Navn: Text, ...number, ...place }))), RelasjonsType: Kind, Relasjonstype: Kind }))));
const Unit = v.object({
	Navn: Text, ...number, ...place, ErPrivatSkole: Flag, ErPrivatskole: Flag, ErOffentligSkole: Flag,
	Kommune: v.optional(v.nullable(v.union([v.string(), v.object({ ...number, ...place })]))), ParentRelasjoner: Parents, ForeldreRelasjoner: Parents
});
type Unit = v.InferOutput<typeof Unit>;
type Parent = NonNullable<Unit['ParentRelasjoner']>[number];

const text = (value: string | number | null | undefined): string => (value === null || value === undefined ? '' : String(value).replace(/\s/g, ''));
const orgnr = (of: { OrgNr?: Text_; Orgnr?: Text_; Organisasjonsnummer?: Text_ }): string => text(of.Organisasjonsnummer) || text(of.OrgNr) || text(of.Orgnr);
const municipality = (of: { Kommunenr?: Text_; KommuneNr?: Text_; Kommunenummer?: Text_ }): string | null => {
	const code = text(of.Kommunenummer) || text(of.Kommunenr) || text(of.KommuneNr);
	return /^\d{3,4}$/.test(code) ? code.padStart(4, '0') : null;
};
type Text_ = string | number | null | undefined;

const owns = ({ RelasjonsType, Relasjonstype }: Parent): boolean => {
	const kind = Relasjonstype ?? RelasjonsType;
	return text(kind?.Id) === '1' || /^(eierstruktur|administrativstruktur)$/i.test(text(kind?.Navn));
};

function schoolOf(unit: Unit): School {
	const parents = unit.ForeldreRelasjoner ?? unit.ParentRelasjoner ?? [];
	const owner = parents.find(owns)?.Enhet;
	const name = String(owner?.Navn ?? '').toLowerCase();
	if (unit.ErPrivatskole === true || unit.ErPrivatSkole === true) return { owner: 'private', municipality: null };
	if (/fylkeskommune/.test(name)) return { owner: 'county', municipality: null };
	if (!owner || !/\bkommune\b|\bkommuna\b|\bsuohkan\b|\btjïelte\b/.test(name)) return { owner: 'unknown', municipality: null };
	const own = typeof unit.Kommune === 'object' ? unit.Kommune : null;
	// the municipality that the school lies in is its owner's when they are the same unit; else the owner's own number or name says which
	const same = own && orgnr(own) !== '' && orgnr(own) === orgnr(owner);
	return { owner: 'municipality', municipality: municipality(owner) ?? (same ? municipality(own) : null) ?? String(owner.Navn ?? '') };
}

/**
 * @param bytes JSON in UTF-8: a unit, a list of units, or `{EnhetListe: [...]}`
 * @throws Problem when it is no such JSON, or two units of the same number have different owners
 */
export function readSchools(fileName: string, bytes: Uint8Array): Schools {
	if (bytes.length > MAX_BYTES) throw new Problem('link_problem_schools_too_large', 413, { max: MAX_BYTES / 1_000_000 });
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch {
		throw new Problem('link_problem_schools_form', 422, { field: 'JSON' });
	}
	const list = Array.isArray(json) ? json : typeof json === 'object' && json !== null && 'EnhetListe' in json ? json.EnhetListe : [json];
	const read = v.safeParse(v.pipe(v.array(Unit), v.minLength(1)), list);
	if (!read.success) throw new Problem('link_problem_schools_form', 422, { field: read.issues[0].path?.map((step) => String(step.key)).slice(0, 5).join('.') ?? 'EnhetListe' });
	const units = new Map<string, School>();
	read.output.forEach((unit, i) => {
		const key = orgnr(unit);
		if (!/^\d{9}$/.test(key)) throw new Problem('link_problem_schools_form', 422, { field: `${i}.Organisasjonsnummer` });
		const [school, before] = [schoolOf(unit), units.get(key)];
		if (before && (before.owner !== school.owner || before.municipality !== school.municipality)) throw new Problem('link_problem_schools_twice', 422, { number: key });
		units.set(key, school);
	});
	return { list: { fileName: fileName.slice(0, 200), hash: createHash('sha256').update(bytes).digest('hex'), schools: units.size }, units };
}

/** The row of a seat whose column holds a school's number. */
export function ownerRow({ units }: Schools, key: string, value: string | null): LinkRow {
	const wanted = (value ?? '').replace(/\s/g, '');
	if (wanted === '') return { key, state: 'not_answered', value: null };
	const school = units.get(wanted);
	if (school?.owner === 'county') return { key, state: 'county_owner', value: null };
	if (school?.owner === 'private') return { key, state: 'private_owner', value: null };
	return school?.municipality ? { key, state: 'given', value: school.municipality } : { key, state: 'no_school', value: null };
}
