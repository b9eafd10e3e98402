/**
 * What was typed, chosen or opened on a page before its script had come. Hydration gives the controls the server's values again;
 * this puts back what was there, with the events that a person's own hand would have given.
 */
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function isChanged(control: Control): boolean {
	if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
	if (control instanceof HTMLSelectElement) {
		const options = [...control.options];
		if (control.multiple) return options.some((option) => option.selected !== option.defaultSelected);
		return control.selectedIndex !== Math.max(0, options.findLastIndex((option) => option.defaultSelected));
	}
	if (control.type === 'hidden' || control.type === 'file') return false;
	return control.type === 'checkbox' || control.type === 'radio' ? control.checked !== control.defaultChecked : control.value !== control.defaultValue;
}

/** Sets the control to what it is now. */
function keeper(control: Control): () => void {
	if (control instanceof HTMLSelectElement) {
		const chosen = [...control.options].map((option) => [option, option.selected] as const);
		return () => chosen.forEach(([option, selected]) => (option.selected = selected));
	}
	const { value } = control;
	if (control instanceof HTMLTextAreaElement || (control.type !== 'checkbox' && control.type !== 'radio')) return () => void (control.value = value);
	const { checked } = control;
	return () => void (control.checked = checked);
}

/** @returns puts what `root` shows now back into the elements that are still there; to be called once the page is hydrated */
export function keepEarly(root: Document): () => void {
	const controls = [...root.querySelectorAll<Control>('input, select, textarea')].filter(isChanged).map((control) => [control, keeper(control)] as const);
	const details = [...root.querySelectorAll('details')].map((element) => [element, element.open] as const);
	return () => {
		for (const [element, open] of details) if (element.open !== open) element.open = open;
		for (const [control, keep] of controls) {
			if (!control.isConnected) continue;
			keep();
			for (const type of ['input', 'change']) control.dispatchEvent(new Event(type, { bubbles: true }));
		}
	};
}
