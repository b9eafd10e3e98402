/** The part of jsonstat-toolkit that is used. */
declare module 'jsonstat-toolkit' {
	interface ToolkitCategory { label: string; unit: { label?: unknown; base?: unknown; decimals?: unknown } | null }
	interface ToolkitDimension { id: string[]; label: string; role: string | null; Category(index: number): ToolkitCategory }
	interface ToolkitDataset {
		class: string;
		label: string | null;
		updated: string | null;
		id: string[];
		size: number[];
		value: (number | string | null)[];
		status: (string | null)[] | null;
		Dimension(id: string): ToolkitDimension;
	}
	export default function JSONstat(response: object): ToolkitDataset;
}
