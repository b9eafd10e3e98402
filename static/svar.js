/*
 * Saves answers as they are given. The page works without it. Everything unsaved is kept in memory until the server says it is saved; nothing is
 * stored in the browser, which may be shared.
 */
(() => {
	'use strict';
	const form = document.getElementById('skjema');
	const status = document.querySelector('.status');
	if (!form || !status || !window.fetch) return;
	const summary = document.querySelector('.summary');
	if (summary) summary.focus();
	const leave = document.querySelector('.leave');
	leave.textContent = leave.dataset.script;

	const DELAY = 700;
	const TIMEOUT = 15000;
	const base = JSON.parse(form._base.value);
	/* By field, as JSON: what the server has said is saved, and what it has said cannot be, with its words. */
	const saved = new Map();
	const refused = new Map();
	const changed = new Set();
	let revision = Number(form.dataset.revision);
	let sending = null;
	let timer = 0;
	let failures = 0;
	let stopped = false;
	let leaving = false;

	const controls = (key) => [...form.elements].filter((e) => e.name === key && e.type !== 'hidden');
	const isBox = (e) => e.type === 'radio' || e.type === 'checkbox';

	/* The field as the page stands: null, a text, or the ticked values. */
	function read(key) {
		const all = controls(key);
		const ticked = all.filter((e) => isBox(e) && e.checked).map((e) => e.value);
		const typed = all.find((e) => !isBox(e));
		if (typed) {
			if (typed.value.trim() === '') return ticked.length ? ticked[0] : null;
			return ticked.length ? undefined : typed.value;
		}
		if (!ticked.length) return null;
		if (all[0].type === 'radio' || all.length === 1) return ticked[0];
		return ticked.length === 1 && ticked[0] === 'dk' ? 'dk' : ticked;
	}

	function say(what, words) {
		status.className = 'status ' + (what === 'saved' ? 'saved' : what === 'saving' ? '' : 'trouble');
		const text = words || status.dataset[what];
		if (status.textContent !== text) status.textContent = text;
	}

	const hasBox = (key, value) => controls(key).some((e) => isBox(e) && e.value === value);

	/* The page's base follows what is saved, so that its post does not write again what another tab has changed since. */
	function isSaved(key, value) {
		saved.set(key, JSON.stringify(value));
		if (value === null) delete base[key];
		else base[key] = controls(key).every(isBox) || hasBox(key, value) && value === 'dk' ? value : '=' + value;
		form._base.value = JSON.stringify(base);
	}

	/* Fields that are not safe: undefined where the page says two things at once. */
	const atRisk = () => [...changed].map((key) => [key, read(key)]).filter(([key, value]) => value === undefined || saved.get(key) !== JSON.stringify(value));
	const unsaved = () => Object.fromEntries(atRisk().filter(([key, value]) => value !== undefined && (refused.get(key) || {}).value !== JSON.stringify(value)));

	async function post(answers, last) {
		const stop = new AbortController();
		const limit = last ? 0 : setTimeout(() => stop.abort(), TIMEOUT);
		try {
			const body = { block: form.dataset.block, version: Number(form.dataset.version), answers };
			/* Goodbye is said once and cannot be answered, so it is not made to depend on what another tab did. */
			if (!last) body.revision = revision;
			return await fetch(form.dataset.save, {
				method: 'POST', keepalive: last, credentials: 'omit', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: stop.signal
			});
		} finally {
			clearTimeout(limit);
		}
	}

	/* Takes the server's word for it. Returns whether to go on at once. */
	async function heed(response, answers) {
		const reply = await response.json().catch(() => ({}));
		if (response.ok) {
			revision = reply.revision;
			const problems = new Map(reply.problems.map((p) => [p.field, p.text]));
			for (const [key, value] of Object.entries(answers)) {
				if (problems.has(key)) refused.set(key, { value: JSON.stringify(value), text: problems.get(key) });
				else isSaved(key, value);
			}
			return true;
		}
		if (response.status === 409 && reply.status === 'stale') {
			revision = reply.revision;
			return true;
		}
		if (response.status >= 500 || response.status === 429) throw new Error('busy');
		stopped = true;
		say(reply.status === 'late' || reply.status === 'submitted' ? 'submitted' : reply.status === 'closed' || reply.status === 'expired' ? 'closed' : 'refused');
		return false;
	}

	function save() {
		clearTimeout(timer);
		if (sending || stopped || leaving) return;
		const answers = unsaved();
		if (!Object.keys(answers).length) {
			const [risk] = atRisk();
			return say(risk ? 'problem' : 'saved', risk && (refused.get(risk[0]) || {}).text);
		}
		say('saving');
		sending = post(answers, false)
			.then((response) => heed(response, answers))
			.then((go) => {
				failures = 0;
				sending = null;
				if (go) save();
			}, () => {
				sending = null;
				if (leaving) return;
				say('offline');
				timer = setTimeout(save, Math.min(30000, 1000 * 2 ** failures++));
			});
	}

	function soon(delay) {
		if (stopped) return;
		clearTimeout(timer);
		say(navigator.onLine === false ? 'offline' : 'saving');
		timer = setTimeout(save, delay);
	}

	/* "Vet ikke" and another answer shut each other out. */
	function exclude(target) {
		const all = controls(target.name);
		if (target.type === 'radio' || !all.some((e) => e.value === 'dk' && isBox(e))) return;
		const dk = all.find((e) => e.value === 'dk' && isBox(e));
		if (target === dk && dk.checked) {
			for (const e of all) if (e !== dk && isBox(e)) e.checked = false;
		} else if (target !== dk && (isBox(target) ? target.checked : target.value.trim() !== '')) dk.checked = false;
	}

	form.addEventListener('input', (event) => {
		const { target } = event;
		if (!target.name || target.name.startsWith('_')) return;
		exclude(target);
		changed.add(target.name);
		soon(isBox(target) ? 0 : DELAY);
	});
	form.addEventListener('click', (event) => {
		const button = event.target.closest && event.target.closest('button[name="_clear"]');
		if (!button) return;
		event.preventDefault();
		const all = controls(button.value);
		for (const e of all) e.checked = false;
		changed.add(button.value);
		soon(0);
		all[0].focus();
	});
	/* The post carries everything. It waits for an autosave on its way, so that an older answer cannot arrive after it. */
	form.addEventListener('submit', (event) => {
		if (leaving || !sending) {
			leaving = true;
			clearTimeout(timer);
			return;
		}
		event.preventDefault();
		const { submitter } = event;
		Promise.race([sending, new Promise((done) => setTimeout(done, 4000))]).then(() => {
			leaving = true;
			clearTimeout(timer);
			form.requestSubmit(submitter);
		});
	});
	addEventListener('online', () => {
		failures = 0;
		save();
	});
	addEventListener('offline', () => {
		if (atRisk().length) say('offline');
	});
	addEventListener('beforeunload', (event) => {
		if (!leaving && !stopped && atRisk().length) event.preventDefault();
	});
	function goodbye() {
		const answers = unsaved();
		if (leaving || stopped || !Object.keys(answers).length) return;
		post(answers, true).then((response) => response.ok && heed(response, answers), () => {});
	}
	addEventListener('pagehide', goodbye);
	document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && goodbye());
	/* Back from the browser's memory: the page may post and save again. */
	addEventListener('pageshow', (event) => {
		if (!event.persisted) return;
		leaving = false;
		location.reload();
	});
})();
