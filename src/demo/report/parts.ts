/** The two surveys that are set beside each other, under short names instead of the titles of their questionnaires. */
import forum from '../evaluation-2021/questionnaires/samarbeidsforum.json' with { type: 'json' };
import network from '../evaluation-2021/questionnaires/nettverk.json' with { type: 'json' };

export const PARTS: Readonly<Record<string, string>> = { [forum.title.nb]: 'Samarbeidsfora', [network.title.nb]: 'Nettverk' };
