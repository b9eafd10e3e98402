/** Headers that every answer carries; the content security policy is Kit's, which knows the nonces. */

export function setSecurityHeaders(headers: Headers, options: { https: boolean }): void {
	headers.set('x-content-type-options', 'nosniff');
	// not `no-referrer`: with it a browser posts a plain form with `Origin: null`, which the check against forged posts must refuse.
	// The address of a personal link goes to ourselves and nowhere else.
	headers.set('referrer-policy', 'same-origin');
	headers.set('cross-origin-opener-policy', 'same-origin');
	headers.set('cross-origin-resource-policy', 'same-origin');
	headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()');
	// a message of the mailbox is shown in a frame of ours
	if (!headers.has('x-frame-options')) headers.set('x-frame-options', 'DENY');
	// a shared computer's history must not show a page after its reader has left it
	if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store');
	if (options.https) headers.set('strict-transport-security', 'max-age=31536000');
}
