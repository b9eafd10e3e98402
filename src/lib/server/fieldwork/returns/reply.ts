/** What a person wrote back, without what was quoted, and what it seems to say. */

export type Suggestion = 'refusal' | 'left';
/** As much of a reply as is kept. */
export const REPLY_MAX = 2000;

/** Where the mail that is answered begins, as the common programs write it in Norwegian and English. */
const QUOTED = [
	/^[ \t]*>/, /^[ \t]*-{2,}[ \t]*(original|opprinnelig|opphavleg|videresendt|forwarded)\b/i, /^[ \t]*_{10,}[ \t]*$/,
	/^[ \t]*\*?(fra|frå|from|avsender)\*?[ \t]*:\*?[ \t].{0,300}[@<]/i, /^[ \t]*\*?(sendt|sent)\*?[ \t]*:\*?[ \t].{0,60}\b\d{4}\b/i, /^[ \t]*(on|den|the)\b.{1,300}\b(wrote|skrev|skreiv)\b.{0,200}:?[ \t]*$/i, /^[ \t]*\S.{0,200}[ \t](wrote|skrev|skreiv)[^:]{0,200}:[ \t]*$/i
];

/** A personal link, whatever breaks it up: in no text that is kept. */
const LINK = /https?:\/\/\S+/gi;
const TOKEN = /\b[0-9a-z]{1,6}-[A-Za-z0-9_-]{22,}/g;

const tidied = (lines: string[]): string =>
	lines.join('\n').slice(0, 4 * REPLY_MAX).replace(LINK, '[…]').replace(TOKEN, '[…]').split('\n').map((line) => line.trimEnd()).join('\n')
		.replace(/\n{3,}/g, '\n\n').trim().slice(0, REPLY_MAX).trim();

/**
 * The words a person wrote: those before the mail that is answered, or, where nothing stands there, those between its lines. At most `REPLY_MAX` characters, without
 * links. '' when nothing is left.
 */
export function ownWords(text: string): string {
	const lines = text.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '').split('\n');
	const quoted = (line: string) => QUOTED.some((q) => q.test(line));
	// "On ... wrote:" is often broken over two lines
	const begins = (line: string, i: number) => quoted(line) || (/^[ \t]*(on|den)\b/i.test(line) && quoted(`${line} ${lines[i + 1] ?? ''}`));
	const end = lines.findIndex(begins);
	const signature = lines.findIndex((line) => /^-- ?$/.test(line));
	const ends = [end, signature].filter((i) => i >= 0);
	const own = tidied(ends.length ? lines.slice(0, Math.min(...ends)) : lines);
	return own || tidied(lines.filter((line, i) => !begins(line, i)));
}

/** `\b` knows no æ, ø and å: here a word ends where letters and digits do. */
const inWords = (pattern: RegExp): RegExp =>
	new RegExp(pattern.source.replaceAll('\\b', '(?:(?<=[\\p{L}\\d])(?![\\p{L}\\d])|(?<![\\p{L}\\d])(?=[\\p{L}\\d]))'), 'iu');

const LEFT = inWords(/\b(har|er|eg har|jeg har)( nå| no)? (slutta?|sluttet|fratrådt|fråtredd)\b|\b(slutta|sluttet) (i|på|ved|hos|som)\b|\b(jobber|arbeider|jobbar|arbeidar) (ikke|ikkje) (lenger|lengre|meir|her)\b|\b(ikke|ikkje) (lenger|lengre|meir)\b.{0,30}\b(ansatt|tilsett|her|i stillingen|i stillinga|rektor)\b|\bgått av med (pensjon|afp)\b|\bpensjonist\b|\bpensjonert\b|\bny (jobb|stilling)\b|\bno longer (work|working|works|employed|with|at)\b|\bhas left (the|our|this) (company|organi[sz]ation|school|municipality|position)\b|\b(left|leaving) my (position|job)\b|\bretired\b/);
const REFUSAL = inWords(/^\s*(slutt|stopp?|stop|nei|nei,? ?takk|avmeld(ing)?|unsubscribe|no,? ?thanks?|no)\b[\s.!]*$|\b(meld|ta|stryk|fjern) meg\b.{0,20}\b(av|bort|fra|frå)\b|\b(ønsker|ønskjer|vil) (ikke|ikkje)\b.{0,40}\b(delta|svare|motta|ha|være med|vere med)\b|\bslutt (å|og) \b|\b(don['’]?t|do not|not) (want|wish|like) to\b|\b(remove|take) me\b|\bunsubscribe\b|\bdo not (contact|email|e-mail)\b|\bnei,? takk\b|\bavmeld/);

/** What the words seem to say; a person decides. Null: nothing that is known. */
export function suggestionOf(words: string): Suggestion | null {
	const text = words.slice(0, REPLY_MAX);
	if (LEFT.test(text)) return 'left';
	return REFUSAL.test(text) ? 'refusal' : null;
}
