/** `npm run fault -- fieldwork [small] [seats=10000] [kills=36] [seed=1]`: plays a whole fieldwork with kills and prints the judgement as JSON.
 * With `twice` or `unchecked` the senders are bad ones, which the judgement must find. */
import { simulate } from './fieldwork/simulate.ts';
import { SMALL, WHOLE, type World } from './fieldwork/world.ts';

const [what, ...given] = process.argv.slice(2);
const SABOTAGE = ['twice', 'unchecked'] as const;
const NAMES: Record<string, keyof World> = { seats: 'seats', kills: 'kills', seed: 'seed', workers: 'workers', tolerance: 'toleranceMs' };
const usage = (): never => {
	console.error(`Usage: npm run fault -- fieldwork [small] [${SABOTAGE.join('] [')}] [${Object.keys(NAMES).join('=N] [')}=N]`);
	process.exit(2);
};

if (what !== 'fieldwork') usage();
const sabotage = SABOTAGE.find((word) => given.includes(word));
const changed = given.filter((word) => word !== 'small' && word !== sabotage).map((word): [keyof World, number] => {
	const [name = '', value = ''] = word.split('=');
	const key = NAMES[name];
	return key && /^\d+$/.test(value) ? [key, Number(value)] : usage();
});
const report = await simulate({ ...(given.includes('small') ? SMALL : WHOLE), ...Object.fromEntries(changed), ...(sabotage && { sabotage }) }, (line) => console.error(line));
console.log(JSON.stringify({ ...report, verdicts: report.verdicts.map(({ rule, checked, broken }) => ({ rule, checked, broken: broken.length, examples: broken.slice(0, 5) })) }, null, '\t'));
console.log(report.passed ? 'passed' : 'FAILED');
process.exit(report.passed ? 0 : 1);
