import { redirect } from '@sveltejs/kit';
import { orRefused } from '#lib/evaluate/frame/refused.ts';
import { parseMapping, USES, type Mapping } from '#lib/server/fieldwork/frames/mapping.ts';
import { chooseColumns, discardUpload, uploadColumns } from '#lib/server/fieldwork/frames/uploads.ts';
import { variableNames } from '#lib/server/fieldwork/frames/names.ts';
import { surveyParam } from '#lib/server/results/surveys.ts';
import { startRuntime } from '#lib/server/runtime.ts';
import type { Actions, PageServerLoad } from './$types';

const EXAMPLES = 3;

export const load: PageServerLoad = async ({ params }) => {
	const { upload, table, mapping, declared } = await uploadColumns(await startRuntime(), surveyParam(params.survey), params.upload);
	const names = variableNames(table.header);
	const { format, encoding, delimiter, sheet, rows } = table;
	return {
		upload: { id: upload.id, fileName: upload.fileName }, file: { format, encoding, delimiter, sheet, rows: rows.length },
		declared: declared.map((d) => d.name), uses: USES,
		columns: table.header.map((column, i) => {
			const chosen = mapping.find((c) => c.column === column);
			const examples = rows.map((r) => r.cells[i]?.trim() ?? '').filter((cell) => cell !== '').slice(0, EXAMPLES);
			return { column, use: chosen?.use ?? 'ignore', name: chosen?.name ?? names[i] ?? '', examples };
		})
	};
};

type Chosen = { use: string; name: string }[];

/** What was chosen for each column, in the order of the file. */
function chosenIn(form: FormData, columns: number): Chosen {
	const text = (key: string) => String(form.get(key) ?? '');
	return Array.from({ length: columns }, (_, i) => ({ use: text(`use.${i}`), name: text(`name.${i}`).trim() }));
}

function toMapping(header: string[], chosen: Chosen): Mapping {
	return parseMapping(header.map((column, i) => {
		const { use = 'ignore', name = '' } = chosen[i] ?? {};
		return use === 'stratum' || use === 'variable' ? { column, use, name } : { column, use };
	}));
}

export const actions: Actions = {
	choose: async ({ params, request }) => {
		const [deps, surveyId] = [await startRuntime(), surveyParam(params.survey)];
		const form = await request.formData();
		const typed: { chosen: Chosen } = { chosen: [] };
		const refused = await orRefused(typed, async () => {
			const { table } = await uploadColumns(deps, surveyId, params.upload);
			typed.chosen = chosenIn(form, table.header.length);
			await chooseColumns(deps, surveyId, params.upload, toMapping(table.header, typed.chosen));
		});
		if (refused) return refused;
		redirect(303, `/evaluering/${surveyId}/populasjon/${params.upload}/kontroll`);
	},
	discard: async ({ params }) => {
		const surveyId = surveyParam(params.survey);
		await discardUpload(await startRuntime(), surveyId, params.upload);
		redirect(303, `/evaluering/${surveyId}/populasjon?ferdig=forkastet`);
	}
};
