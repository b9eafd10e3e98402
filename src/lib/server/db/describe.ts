/**
 * A schema dump from the catalogue (the embedded server brings no pg_dump): tables, columns, constraints, indexes, triggers, functions and grants,
 * sorted, one line each. `migrations/schema.txt` keeps it, so that a review sees what a migration does and CI that nothing else changed.
 */
import type postgres from 'postgres';

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname not like 'pg_temp%'`;

const QUERIES = [
	`select format('role %s', rolname) from pg_roles where rolname like 'grunnlag\\_%'`,
	`select format('table %s.%s column %s %s%s%s%s', n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
		case when a.attidentity <> '' then ' identity' else '' end, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
	from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
	where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and ${OURS}`,
	`select format('table %s.%s constraint %s', n.nspname, c.relname, pg_get_constraintdef(k.oid)) from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
	where k.contype <> 'n' and ${OURS}`,
	`select format('table %s.%s index %s', n.nspname, c.relname, regexp_replace(pg_get_indexdef(i.indexrelid), '^CREATE (UNIQUE )?INDEX \\S+ ON \\S+ ', '\\1'))
	from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace where ${OURS}`,
	`select format('table %s.%s trigger %s', n.nspname, c.relname, regexp_replace(pg_get_triggerdef(t.oid), '^CREATE ', '')) from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
	where not t.tgisinternal and ${OURS}`,
	`select format('table %s.%s grant %s to %s', n.nspname, c.relname, string_agg(g.privilege_type, ', ' order by g.privilege_type), g.grantee::regrole)
	from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join aclexplode(c.relacl) g where c.relkind = 'r' and g.grantee <> c.relowner and ${OURS} group by n.nspname, c.relname, g.grantee`,
	`select format('table %s.%s grant %s (%s) to %s', n.nspname, c.relname, g.privilege_type, string_agg(a.attname, ', ' order by a.attnum), g.grantee::regrole)
	from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace cross join aclexplode(a.attacl) g where ${OURS} group by n.nspname, c.relname, g.privilege_type, g.grantee`,
	`select format('schema %s grant %s to %s', n.nspname, string_agg(g.privilege_type, ', ' order by g.privilege_type), g.grantee::regrole) from pg_namespace n cross join aclexplode(n.nspacl) g
	where g.grantee <> n.nspowner and g.grantee <> 0 and ${OURS} group by n.nspname, g.grantee`,
	`select format('function %s.%s(%s) %s%s md5 %s', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid), case when p.prosecdef then ' security definer' else '' end, md5(p.prosrc))
	from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS}`
];

/** The dump of the database `sql` is connected to, as text. Format: one object a line, sorted; equal schemas give equal text. */
export async function describeSchema(sql: postgres.Sql): Promise<string> {
	const lines: string[] = [];
	for (const query of QUERIES) {
		const rows = (await sql.unsafe(query).values()) as string[][];
		lines.push(...rows.map((row) => String(row[0]).replace(/\s+/g, ' ')));
	}
	return [...new Set(lines)].sort().join('\n') + '\n';
}
