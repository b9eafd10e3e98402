/** Formats in the order of the page; the first is chosen. */
export const FORMAT_NAMES = ['xlsx', 'sav', 'csv', 'r', 'dta', 'parquet', 'ddi', 'archive'] as const;
