/** Uploaded lists hold contacts and may stay for a day: this sees to it also when nobody comes back. */
import type { FrameDeps } from './preview.ts';
import { forgetOldUploads } from './uploads.ts';

const HOUR = 3_600_000;

/** Removes old uploads now and every hour until the returned function is called. A time that fails is made good by the next. */
export function forgetUploadsHourly(deps: FrameDeps, every = HOUR): () => void {
	const sweep = () => void forgetOldUploads(deps).catch(() => undefined);
	sweep();
	const timer = setInterval(sweep, every).unref();
	return () => clearInterval(timer);
}
