/** Plain pages: nothing a respondent needs is done by a script. */
export const csr = false;
