/** Dispositions in the order an evaluator reads them. */
export const DISPOSITIONS = ['complete', 'partial', 'refusal', 'non_contact', 'undeliverable', 'not_invited', 'ineligible'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];
