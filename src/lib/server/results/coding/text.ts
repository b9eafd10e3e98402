/** A question's wording without what is piped into it. */
export const plainText = (text: string): string => text.replace(/\{\{[^}]*\}\}/g, '…').trim();
