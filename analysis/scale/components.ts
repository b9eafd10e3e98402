import { symmetricEigen, type Rows } from './matrix.ts';

export interface Components {
	/** Variables by components, columns in the order of the eigenvalues. */
	loadings: number[][];
	/** Every eigenvalue, largest first. */
	eigenvalues: number[];
}

/**
 * Principal components of a correlation matrix: loadings vₘ√θₘ, θₘ the m-th largest eigenvalue and vₘ its unit vector.
 * Source: Jolliffe (2002), Principal Component Analysis, 2nd ed., ch. 2.
 * @param components from 1 to the number of variables
 */
export function principalComponents(correlation: Rows, components: number): Components {
	const { values, vectors } = symmetricEigen(correlation);
	const roots = values.map((v) => Math.sqrt(Math.max(0, v)));
	return { loadings: vectors.map((row) => row.slice(0, components).map((v, m) => v * roots[m]!)), eigenvalues: values };
}
