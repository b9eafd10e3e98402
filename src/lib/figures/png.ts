/** A drawing as PNG, with its texts also where no font is installed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

const WEIGHTS = ['400Regular', '600SemiBold'];
const INCH = 2.54;
/** What Noto Sans has no sign for, in signs that it has. */
const STAND_IN: Record<string, string> = { '≤': '&lt;=', '≥': '&gt;=', '≈': '~', '≠': '=/=', '→': '-&gt;', '←': '&lt;-', '√': 'V', '✓': 'x', '∞': 'inf' };

let first: Promise<void> | undefined;

/**
 * Has the first text of the process drawn with fonts of ours alone, so that the same drawing gives the same picture on every machine. Fontconfig reads the file
 * that FONTCONFIG_FILE names once, as that text is drawn, and keeps what it read: file and variable are taken away again.
 */
async function ownFonts(): Promise<void> {
	const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/package.json'));
	const folder = mkdtempSync(join(tmpdir(), 'grunnlag-fonts-'));
	const xml = (path: string) => path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
	const file = join(folder, 'fonts.conf');
	writeFileSync(file, `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${WEIGHTS.map((weight) => `<dir>${xml(join(fonts, weight))}</dir>`).join('\n')}
<cachedir>${xml(join(folder, 'cache'))}</cachedir>
<config><rescan><int>0</int></rescan></config>
</fontconfig>
`);
	const before = process.env.FONTCONFIG_FILE;
	process.env.FONTCONFIG_FILE = file;
	try {
		const text = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" font-family="Noto Sans"><text y="8">A</text><text y="8" font-weight="600">A</text></svg>';
		await sharp(Buffer.from(text)).png().toBuffer();
	} finally {
		if (before === undefined) delete process.env.FONTCONFIG_FILE;
		else process.env.FONTCONFIG_FILE = before;
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * @param svg from `drawSvg`
 * @param options.dpi dots per inch, written in the file; @param options.widthCm width in print
 * @returns a PNG of `widthCm` at `dpi`, on white
 */
export async function toPng(svg: string, options: { dpi?: number; widthCm?: number } = {}): Promise<Buffer> {
	await (first ??= ownFonts().catch((error: unknown) => {
		first = undefined;
		throw error;
	}));
	const { dpi = 300, widthCm = 16 } = options;
	const width = Math.round((widthCm / INCH) * dpi);
	const drawn = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1] ?? 640);
	const readable = svg.replace(/[≤≥≈≠→←√✓∞]/g, (sign) => STAND_IN[sign] ?? sign);
	// drawn at its final size rather than enlarged
	return sharp(Buffer.from(readable), { density: (72 * width) / drawn, limitInputPixels: 2e8 })
		.resize({ width }).flatten({ background: '#ffffff' }).withMetadata({ density: dpi }).png({ palette: false, compressionLevel: 6 }).toBuffer();
}
