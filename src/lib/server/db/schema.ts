/** The tables of migrations/ as drizzle knows them. A test compares this file with a migrated database, column by column. */
import { bigint, boolean, customType, date, doublePrecision, integer, jsonb, pgSchema, pgTable, smallint, text, timestamp, uuid } from './drizzle.ts';
import type { SnapshotDefinition } from '../../domain/dataset/definition.ts';
import type { DatasetVariable, PartKind } from '../../domain/dataset/types.ts';
import type { Phase } from '../../domain/extraction/participation.ts';
import type { LinkSourceIds, LinkSpec, State } from '../../domain/link/types.ts';
import type { MailAudience } from '../../domain/mail-audience.ts';
import type { HandDisposition, SeatEventKind } from '../../domain/disposition.ts';
import type { Locale, Text } from '../../domain/questionnaire/schema.ts';
import type { Direction } from '../../domain/region/types.ts';
import type { Dropped } from '../../domain/register/figures.ts';
import type { Mark, Measure } from '../../domain/register/table.ts';

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const at = (name: string) => timestamp(name, { withTimezone: true });
const id = () => integer('id').notNull().generatedAlwaysAsIdentity();
const surveyId = () => integer('survey_id').notNull();
const locale = () => text('locale').$type<Locale>();

export type Disposition = 'not_invited' | 'non_contact' | 'partial' | 'complete' | 'refusal' | 'undeliverable' | 'ineligible';
export type SurveyState = 'draft' | 'open' | 'closed';
export type MailingState = 'draft' | 'queued' | 'sending' | 'paused' | 'stopped' | 'done';
export type PlanState = 'draft' | 'running' | 'paused' | 'stopped';
export type SkipReason = 'overtaken' | 'deadline';
export type MailState = 'planned' | 'sending' | 'sent' | 'failed' | 'uncertain' | 'skipped';
export type AnswerState = 'answered' | 'dont_know' | 'not_answered' | 'not_asked';

export const evaluation = pgTable('evaluation', { id: id(), key: text('key').notNull(), name: text('name').notNull(), createdAt: at('created_at').notNull().defaultNow(), suppressBelow: smallint('suppress_below').notNull().default(0) });
export const wave = pgTable('wave', { id: id(), evaluationId: integer('evaluation_id').notNull(), key: text('key').notNull(), name: text('name').notNull() });
export const survey = pgTable('survey', {
	id: id(), waveId: integer('wave_id').notNull(), key: text('key').notNull(), state: text('state').$type<SurveyState>().notNull().default('draft'),
	opensAt: at('opens_at'), closesAt: at('closes_at'), defaultLocale: text('default_locale').$type<Locale>().notNull().default('nb'),
	versionId: integer('version_id'), draft: text('draft'), draftSavedAt: at('draft_saved_at'), createdAt: at('created_at').notNull().defaultNow()
});
export const questionnaireVersion = pgTable('questionnaire_version', {
	surveyId: surveyId(), id: id(), number: integer('number').notNull(), hash: text('hash').notNull(), document: jsonb('document').notNull(),
	publishedAt: at('published_at').notNull().defaultNow(), publishedBy: text('published_by')
});
export const versionItem = pgTable('version_item', {
	surveyId: surveyId(), versionId: integer('version_id').notNull(), item: text('item').notNull(), kind: text('kind').notNull(), type: text('type').notNull(),
	position: integer('position').notNull(), dontKnow: boolean('dont_know').notNull(), maxLength: integer('max_length'), min: doublePrecision('min'), max: doublePrecision('max')
});
export const versionCategory = pgTable('version_category', {
	surveyId: surveyId(), versionId: integer('version_id').notNull(), item: text('item').notNull(), code: smallint('code').notNull(), position: integer('position').notNull()
});

export const contactSchema = pgSchema('contact');
export const person = contactSchema.table('person', {
	id: uuid('id').notNull().defaultRandom(), evaluationId: integer('evaluation_id').notNull(), name: text('name').notNull(), email: text('email').notNull(), emailKey: text('email_key').notNull()
});
export const contactLink = contactSchema.table('link', { contactKey: uuid('contact_key').notNull().defaultRandom(), personId: uuid('person_id').notNull() });

export const frameUpload = contactSchema.table('frame_upload', {
	surveyId: surveyId(), id: uuid('id').notNull().defaultRandom(), fileName: text('file_name').notNull(), bytes: bytea('bytes').notNull(),
	mapping: jsonb('mapping'), merge: jsonb('merge'), createdAt: at('created_at').notNull().defaultNow(), createdBy: text('created_by')
});

export const frameVariable = pgTable('frame_variable', {
	surveyId: surveyId(), name: text('name').notNull(), label: jsonb('label').$type<Text>().notNull(), stratum: boolean('stratum').notNull(), position: integer('position').notNull()
});
export const frameCategory = pgTable('frame_category', {
	surveyId: surveyId(), variable: text('variable').notNull(), code: text('code').notNull(), label: jsonb('label').$type<Text>().notNull(), position: integer('position').notNull()
});
export const frameImport = pgTable('frame_import', {
	surveyId: surveyId(), id: id(), fileName: text('file_name').notNull(), fileHash: text('file_hash').notNull(), mapping: jsonb('mapping').notNull(), report: jsonb('report').notNull(),
	importedAt: at('imported_at').notNull().defaultNow(), importedBy: text('imported_by')
});
export const frameVersion = pgTable('frame_version', { surveyId: surveyId().primaryKey(), version: uuid('version').notNull() });
export const seat = pgTable('seat', {
	surveyId: surveyId(), id: id(), ref: text('ref').notNull(), particulars: jsonb('particulars').$type<Record<string, string>>().notNull().default({}), contactKey: uuid('contact_key'),
	seatsHeld: smallint('seats_held').notNull().default(1), locale: locale(), sampled: boolean('sampled').notNull().default(false),
	disposition: text('disposition').$type<Disposition>().notNull().default('not_invited'), dispositionAt: at('disposition_at').notNull().defaultNow(),
	setBy: bigint('set_by', { mode: 'number' }), addedAt: at('added_at').notNull().defaultNow(), listId: integer('list_id')
});
export const seatStratum = pgTable('seat_stratum', {
	surveyId: surveyId(), seatId: integer('seat_id').notNull(), variable: text('variable').notNull(), code: text('code').notNull(), stratum: boolean('stratum').notNull().default(true)
});
export const dispositionHistory = pgTable('disposition_history', {
	surveyId: surveyId(), id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(), seatId: integer('seat_id').notNull(),
	disposition: text('disposition').$type<Disposition>().notNull(), at: at('at').notNull().defaultNow(), eventId: bigint('event_id', { mode: 'number' })
});
export const seatEvent = pgTable('seat_event', {
	surveyId: surveyId(), id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(), seatId: integer('seat_id').notNull(), kind: text('kind').$type<SeatEventKind>().notNull(),
	disposition: text('disposition').$type<HandDisposition>(), reason: text('reason'), actor: text('actor').notNull(), at: at('at').notNull().defaultNow()
});
export const seatNote = contactSchema.table('seat_note', { surveyId: surveyId(), eventId: bigint('event_id', { mode: 'number' }).notNull(), note: text('note').notNull() });
export const seatPast = pgTable('seat_past', {
	surveyId: surveyId(), id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(), seatId: integer('seat_id').notNull(), sampled: boolean('sampled').notNull(),
	particulars: jsonb('particulars').$type<Record<string, string>>().notNull(), until: at('until').notNull().defaultNow()
});
export const seatStratumPast = pgTable('seat_stratum_past', {
	surveyId: surveyId(), id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(), seatId: integer('seat_id').notNull(), variable: text('variable').notNull(),
	code: text('code'), until: at('until').notNull().defaultNow()
});

export const invitationLink = pgTable('invitation_link', {
	surveyId: surveyId(), tokenHash: bytea('token_hash').notNull(), seatId: integer('seat_id').notNull(), createdAt: at('created_at').notNull().defaultNow(), expiresAt: at('expires_at'), revokedAt: at('revoked_at')
});
export const mailing = pgTable('mailing', {
	surveyId: surveyId(), id: id(), kind: text('kind').$type<'invitation' | 'reminder'>().notNull(), number: integer('number').notNull(), subject: jsonb('subject').$type<Text>().notNull(),
	body: jsonb('body').$type<Text>().notNull(), createdAt: at('created_at').notNull().defaultNow(), createdBy: text('created_by'),
	state: text('state').$type<MailingState>().notNull().default('draft'), stateAt: at('state_at').notNull().defaultNow(), problem: text('problem'),
	audience: jsonb('audience').$type<MailAudience>()
});
export const mail = pgTable('mail', {
	surveyId: surveyId(), mailingId: integer('mailing_id').notNull(), seatId: integer('seat_id').notNull(), state: text('state').$type<MailState>().notNull().default('planned'),
	attempts: smallint('attempts').notNull().default(0), reason: text('reason'), changedAt: at('changed_at').notNull().defaultNow(), notBefore: at('not_before'),
	run: uuid('run'), handedAt: at('handed_at')
});
export const mailServer = pgTable('mail_server', {
	name: text('name').notNull(), nextAt: at('next_at').notNull(), refusals: integer('refusals').notNull().default(0), heldUntil: at('held_until'), problem: text('problem')
});

export const mailVariant = pgTable('mail_variant', {
	surveyId: surveyId(), mailingId: integer('mailing_id').notNull(), id: id(), position: smallint('position').notNull(), condition: jsonb('condition').$type<MailAudience>().notNull(),
	subject: jsonb('subject').$type<Text>().notNull(), body: jsonb('body').$type<Text>().notNull()
});
export const mailPlan = pgTable('mail_plan', {
	surveyId: surveyId(), state: text('state').$type<PlanState>().notNull().default('draft'), gapHours: smallint('gap_hours').notNull().default(24),
	changedAt: at('changed_at').notNull().defaultNow(), changedBy: text('changed_by')
});
export const mailPlanClosed = pgTable('mail_plan_closed', {
	surveyId: surveyId(), id: id(), firstDay: date('first_day').notNull(), lastDay: date('last_day').notNull(), reason: text('reason').notNull().default('')
});
export const mailStep = pgTable('mail_step', {
	surveyId: surveyId(), mailingId: integer('mailing_id').notNull(), afterDays: smallint('after_days'), sendAt: at('send_at'), weekdays: smallint('weekdays').array().notNull(),
	fromMinute: smallint('from_minute').notNull(), toMinute: smallint('to_minute').notNull(), skipHolidays: boolean('skip_holidays').notNull().default(true),
	queuedAt: at('queued_at'), skippedAt: at('skipped_at'), skipReason: text('skip_reason').$type<SkipReason>(), heldBy: text('held_by')
});
export const mailFormer = pgTable('mail_former', { surveyId: surveyId(), mailingId: integer('mailing_id').notNull(), seatId: integer('seat_id').notNull() });
export const mailReturn = pgTable('mail_return', {
	surveyId: surveyId(), id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(), mailingId: integer('mailing_id').notNull(), seatId: integer('seat_id').notNull(),
	kind: text('kind').notNull(), code: text('code'), cause: text('cause'), effect: text('effect').notNull(), suggestion: text('suggestion'), key: bytea('key').notNull(),
	at: at('at').notNull().defaultNow(), filedAs: text('filed_as'), filedAt: at('filed_at'), filedBy: text('filed_by')
});
export const mailReply = contactSchema.table('mail_reply', {
	surveyId: surveyId(), returnId: bigint('return_id', { mode: 'number' }).notNull(), contactKey: uuid('contact_key').notNull(), text: text('text').notNull(), at: at('at').notNull().defaultNow()
});
export const mailReturnCount = pgTable('mail_return_count', { surveyId: integer('survey_id'), day: date('day').notNull(), reason: text('reason').notNull(), n: integer('n').notNull() });
export const mailReturnCheck = pgTable('mail_return_check', {
	one: boolean('one').notNull().default(true), at: at('at').notNull(), handled: integer('handled').notNull(), waiting: integer('waiting').notNull(), problem: text('problem')
});

export const response = pgTable('response', {
	surveyId: surveyId(), id: id(), seatId: integer('seat_id').notNull(), versionId: integer('version_id').notNull(), state: text('state').$type<'open' | 'submitted'>().notNull().default('open'),
	locale: locale().notNull(), consentedAt: at('consented_at').notNull().defaultNow(), savedAt: at('saved_at').notNull().defaultNow(), submittedAt: at('submitted_at'),
	revision: integer('revision').notNull().default(1), block: text('block'), onward: smallint('onward').notNull().default(0), reopened: smallint('reopened').notNull().default(0)
});
export const answer = pgTable('answer', {
	surveyId: surveyId(), responseId: integer('response_id').notNull(), item: text('item').notNull(), versionId: integer('version_id').notNull(), kind: text('kind').notNull(),
	state: text('state').$type<AnswerState>().notNull(), code: smallint('code'), codes: smallint('codes').array(), number: doublePrecision('number'), text: text('text')
});
export const answerCode = pgTable('answer_code', {
	surveyId: surveyId(), id: id(), item: text('item').notNull(), parentId: integer('parent_id'), key: text('key').notNull(), label: text('label').notNull(), definition: text('definition').notNull().default(''),
	madeBy: text('made_by').notNull(), madeAt: at('made_at').notNull().defaultNow(), retiredAt: at('retired_at')
});
export const answerCoding = pgTable('answer_coding', {
	surveyId: surveyId(), item: text('item').notNull(), responseId: integer('response_id').notNull(), coder: text('coder').notNull(), textHash: text('text_hash').notNull(), at: at('at').notNull().defaultNow()
});
export const answerCodingCode = pgTable('answer_coding_code', {
	surveyId: surveyId(), item: text('item').notNull(), responseId: integer('response_id').notNull(), coder: text('coder').notNull(), codeId: integer('code_id').notNull()
});
export const lateSave = pgTable('late_save', {
	surveyId: surveyId(), responseId: integer('response_id').notNull(), id: id(), patch: jsonb('patch').notNull(), receivedAt: at('received_at').notNull().defaultNow(), mergedAt: at('merged_at')
});
export const audit = pgTable('audit', {
	id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(), at: at('at').notNull().defaultNow(), actor: text('actor').notNull(), action: text('action').notNull(),
	surveyId: integer('survey_id'), subject: jsonb('subject').notNull().default({})
});
export const surveyWeight = pgTable('survey_weight', {
	surveyId: surveyId(), id: id(), name: text('name').notNull(), version: integer('version').notNull(), spec: jsonb('spec').$type<Record<string, unknown>>().notNull(), engine: text('engine').notNull(),
	dataHash: text('data_hash').notNull(), result: jsonb('result').$type<Record<string, unknown>>().notNull(), n: integer('n').notNull(), madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});
export const surveyWeightValue = pgTable('survey_weight_value', {
	surveyId: surveyId(), weightId: integer('weight_id').notNull(), seatId: integer('seat_id').notNull(), value: doublePrecision('value').notNull()
});

export const sample = pgTable('sample', {
	surveyId: surveyId(), id: id(), spec: jsonb('spec').notNull(), report: jsonb('report').notNull(), seed: integer('seed').notNull(), generator: text('generator').notNull(),
	frameHash: text('frame_hash').notNull(), seats: integer('seats').notNull(), drawnAt: at('drawn_at').notNull().defaultNow(), drawnBy: text('drawn_by'), replacedAt: at('replaced_at')
});
export const sampleSeat = pgTable('sample_seat', {
	surveyId: surveyId(), sampleId: integer('sample_id').notNull(), seatId: integer('seat_id').notNull(), stratum: jsonb('stratum').$type<(string | null)[]>().notNull(),
	probability: doublePrecision('probability').notNull()
});

export const seatList = pgTable('seat_list', {
	surveyId: surveyId(), id: id(), kind: text('kind').$type<'personal' | 'open'>().notNull(), name: text('name').notNull(), state: text('state').$type<'active' | 'paused' | 'closed'>().notNull().default('active'),
	createdAt: at('created_at').notNull().defaultNow(), createdBy: text('created_by').notNull(), issued: integer('issued').notNull().default(0), issuedAt: at('issued_at'),
	seed: uuid('seed'), tokenHash: bytea('token_hash'), ceiling: integer('ceiling'), taken: integer('taken').notNull().default(0), opensAt: at('opens_at'), closesAt: at('closes_at'),
	perMinute: integer('per_minute'), minuteFrom: at('minute_from'), minuteCount: integer('minute_count').notNull().default(0), asksCode: boolean('asks_code').notNull().default(false)
});
export const seatListSending = pgTable('seat_list_sending', {
	surveyId: surveyId(), listId: integer('list_id').notNull(), number: integer('number').notNull(), sentOn: date('sent_on').notNull(),
	recordedAt: at('recorded_at').notNull().defaultNow(), recordedBy: text('recorded_by').notNull()
});
export const seatListCode = pgTable('seat_list_code', { surveyId: surveyId(), listId: integer('list_id').notNull(), codeHash: bytea('code_hash').notNull(), used: boolean('used').notNull().default(false) });
export const seatListDistinct = pgTable('seat_list_distinct', {
	surveyId: surveyId(), seatId: integer('seat_id').notNull(), otherId: integer('other_id').notNull(), at: at('at').notNull().defaultNow(), by: text('by').notNull()
});

export type CopyPart = 'codes' | 'changes' | 'correspondence' | 'groups';
export const classificationCopy = pgTable('classification_copy', {
	id: id(), classification: smallint('classification').notNull(), part: text('part').$type<CopyPart>().notNull(), target: smallint('target'), heldFrom: date('held_from').notNull(), heldTo: date('held_to'),
	source: text('source').notNull(), fromFile: boolean('from_file').notNull(), hash: text('hash').notNull(), rowCount: integer('row_count').notNull(),
	retrievedAt: at('retrieved_at').notNull(), retrievedBy: text('retrieved_by').notNull(), checkedAt: at('checked_at').notNull(), replacedAt: at('replaced_at')
});
export const classificationCode = pgTable('classification_code', {
	copyId: integer('copy_id').notNull(), code: text('code').notNull(), validFrom: date('valid_from').notNull(), validTo: date('valid_to'), name: text('name').notNull()
});
export const classificationChange = pgTable('classification_change', {
	copyId: integer('copy_id').notNull(), position: integer('position').notNull(), changedOn: date('changed_on').notNull(), oldCode: text('old_code'), newCode: text('new_code')
});
export const classificationMatch = pgTable('classification_match', { copyId: integer('copy_id').notNull(), code: text('code').notNull(), target: text('target').notNull(), targetName: text('target_name').notNull() });
export const classificationGroup = pgTable('classification_group', { copyId: integer('copy_id').notNull(), code: text('code').notNull(), groupCode: text('group_code').notNull(), groupName: text('group_name').notNull() });
export const regionChoice = pgTable('region_choice', {
	id: id(), surveyId: integer('survey_id'), rowKey: text('row_key'), code: text('code').notNull(), splitAt: date('split_at').notNull(), direction: text('direction').$type<Direction>().notNull(),
	target: text('target').notNull(), targetDate: date('target_date').notNull(), reason: text('reason').notNull(), madeBy: text('made_by').notNull(), madeAt: at('made_at').notNull().defaultNow(),
	withdrawnBy: text('withdrawn_by'), withdrawnAt: at('withdrawn_at')
});

export type RegisterOrigin = 'statbank_v1' | 'statbank_v2' | 'file';
export const registerCopy = pgTable('register_copy', {
	id: id(), key: text('key').notNull(), sourceTable: text('source_table').notNull(), title: text('title').notNull(), updated: text('updated'), licence: text('licence').notNull(),
	source: text('source').$type<RegisterOrigin>().notNull(), hash: text('hash').notNull(), definition: jsonb('definition').$type<Record<string, unknown>>().notNull(), dropped: jsonb('dropped').$type<Dropped>().notNull(),
	figureCount: integer('figure_count').notNull(), responseCount: smallint('response_count').notNull(), retrievedAt: at('retrieved_at').notNull(), retrievedBy: text('retrieved_by').notNull(),
	checkedAt: at('checked_at').notNull(), replacedAt: at('replaced_at')
});
export const registerResponse = pgTable('register_response', {
	copyId: integer('copy_id').notNull(), position: smallint('position').notNull(), query: text('query'), body: bytea('body').notNull(), hash: text('hash').notNull()
});
export const registerVariable = pgTable('register_variable', {
	copyId: integer('copy_id').notNull(), position: smallint('position').notNull(), key: text('key').notNull(), label: text('label').notNull(), unit: text('unit').notNull(),
	measure: text('measure').$type<Measure>().notNull(), denominator: text('denominator'), decimals: smallint('decimals').notNull(), definition: text('definition').notNull()
});
export const registerFigure = pgTable('register_figure', {
	copyId: integer('copy_id').notNull(), position: smallint('position').notNull(), region: text('region').notNull(), year: smallint('year').notNull(), value: doublePrecision('value'), mark: text('mark').$type<Mark>()
});

export const linkMend = pgTable('link_mend', {
	surveyId: surveyId(), id: id(), rowKey: text('row_key'), value: text('value').notNull(), code: text('code'), codeYear: smallint('code_year').notNull(), reason: text('reason').notNull(),
	madeBy: text('made_by').notNull(), madeAt: at('made_at').notNull().defaultNow(), withdrawnBy: text('withdrawn_by'), withdrawnAt: at('withdrawn_at')
});
export const surveyLink = pgTable('survey_link', {
	surveyId: surveyId(), id: id(), spec: jsonb('spec').$type<LinkSpec>().notNull(), sources: jsonb('sources').$type<LinkSourceIds>().notNull(), n: integer('n').notNull(),
	matched: integer('matched').notNull(), recoded: integer('recoded').notNull(), chosen: integer('chosen').notNull(), split: integer('split').notNull(), unmatched: integer('unmatched').notNull(),
	several: integer('several').notNull(), notApplicable: integer('not_applicable').notNull(), hash: text('hash').notNull(), madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});
export const surveyLinkRow = pgTable('survey_link_row', {
	surveyId: surveyId(), linkId: integer('link_id').notNull(), position: integer('position').notNull(), rowKey: text('row_key').notNull(), state: text('state').$type<State>().notNull(),
	value: text('value'), ending: text('ending').notNull(), code: text('code'), targets: text('targets').array().notNull()
});

export const extractionRun = pgTable('extraction_run', {
	id: id(), title: text('title').notNull(), file: bytea('file').notNull(), fileHash: text('file_hash').notNull(), spec: jsonb('spec').$type<Record<string, unknown>>().notNull(), engine: text('engine').notNull(),
	result: text('result').notNull(), hash: text('hash').notNull(), known: text('known').array().notNull(), listed: text('listed').array().notNull(), madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});
export const extractionChange = pgTable('extraction_change', {
	id: id(), runId: integer('run_id').notNull(), municipality: text('municipality').notNull(), kind: text('kind').$type<'add' | 'remove'>().notNull(), decidedBy: text('decided_by').notNull(), reason: text('reason').notNull(),
	madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});
export const extractionParticipation = pgTable('extraction_participation', {
	id: id(), code: text('code').notNull(), extraction: smallint('extraction').notNull(), phase: text('phase').$type<Phase>().notNull(), fromDay: date('from_day').notNull(), toDay: date('to_day'),
	madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull(), withdrawnAt: at('withdrawn_at'), withdrawnBy: text('withdrawn_by')
});

export const analysisPlan = pgTable('analysis_plan', { id: id(), evaluationId: integer('evaluation_id').notNull(), key: text('key').notNull(), madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull() });
export const analysisPlanVersion = pgTable('analysis_plan_version', {
	id: id(), planId: integer('plan_id').notNull(), version: integer('version').notNull(), body: text('body').notNull(), hash: text('hash').notNull(), change: text('change').notNull(),
	afterLock: boolean('after_lock').notNull().default(false), madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});
export const analysisPlanLock = pgTable('analysis_plan_lock', { planId: integer('plan_id').notNull(), versionId: integer('version_id').notNull(), lockedAt: at('locked_at').notNull().defaultNow(), lockedBy: text('locked_by').notNull() });
export const analysisRun = pgTable('analysis_run', {
	id: id(), versionId: integer('version_id').notNull(), snapshotId: integer('snapshot_id').notNull(), engine: text('engine').notNull(), suppressBelow: smallint('suppress_below').notNull(),
	result: bytea('result').notNull(), hash: text('hash').notNull(), madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});

export const report = pgTable('report', {
	id: id(), planId: integer('plan_id').notNull(), key: text('key').notNull(), madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});
export const reportVersion = pgTable('report_version', {
	id: id(), reportId: integer('report_id').notNull(), version: integer('version').notNull(), body: text('body').notNull(), hash: text('hash').notNull(), runId: integer('run_id'),
	madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});
export type ReportFile = 'docx' | 'xlsx' | 'html' | 'zip';
export const reportBuild = pgTable('report_build', {
	id: id(), versionId: integer('version_id').notNull(), file: text('file').$type<ReportFile>().notNull(), hash: text('hash').notNull(), madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});

export type Encoding = 'u8' | 'u16' | 'f64' | 'f64m' | 'text';
export const snapshot = pgTable('snapshot', {
	id: id(), waveId: integer('wave_id').notNull(), format: text('format').notNull(), hash: text('hash').notNull(), manifest: text('manifest').notNull(),
	definition: jsonb('definition').$type<SnapshotDefinition>().notNull(), engine: text('engine').notNull(), madeAt: at('made_at').notNull().defaultNow(), madeBy: text('made_by').notNull()
});
export const snapshotPart = pgTable('snapshot_part', {
	snapshotId: integer('snapshot_id').notNull(), key: text('key').notNull(), position: smallint('position').notNull(), kind: text('kind').$type<PartKind>().notNull(),
	title: jsonb('title').$type<Text>().notNull(), rows: integer('rows').notNull()
});
export const snapshotVariable = pgTable('snapshot_variable', {
	snapshotId: integer('snapshot_id').notNull(), part: text('part').notNull(), name: text('name').notNull(), position: smallint('position').notNull(), entry: jsonb('entry').$type<DatasetVariable>().notNull()
});
export const snapshotColumn = pgTable('snapshot_column', {
	snapshotId: integer('snapshot_id').notNull(), part: text('part').notNull(), name: text('name').notNull(), encoding: text('encoding').$type<Encoding>().notNull(),
	bytes: bytea('bytes').notNull(), sha256: text('sha256').notNull()
});
