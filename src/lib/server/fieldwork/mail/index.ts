/** Mail to the people of the population list. */
export { BODY_LENGTH, checkTexts, MERGE_FIELDS, SUBJECT_LENGTH, type MailFault, type MailTexts } from './fields.ts';
export { configuredTransport, invite, type InviteCounts, type InviteInput, type InviteProgress, type InviteResult } from './invite.ts';
export { createMailing, type MailDeps, type MailingInput, type MailingResult } from './mailing.ts';
export { defaultTexts, type MailingKind } from './templates.ts';
export { mailboxFolders, mailboxMessage, mailboxPage, type MailboxEntry, type MailboxFolder, type MailboxMessage } from './mailbox-read.ts';
export { mailingOverview, settleByHand, type Audience, type MailingOverview, type MailStates, type Trouble } from './overview.ts';
export { previewMail, sendTest, type PreviewResult } from './preview.ts';
export { addVariant, mailingView, raiseVariant, removeVariant, saveVariant, type MailingView, type VariantView } from './variants.ts';
