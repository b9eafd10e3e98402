/** A survey's mail on a plan: the invitation, reminders after so many days, reminders for some. */
export { DEFAULT_WINDOW, MAX_STEPS, addReminder, changeStep, planInvitation, removeStep, type PlanDeps, type StepInput, type StepResult } from './steps.ts';
export { closeDays, openDays, setGap, startPlan, turnPlan, type RunResult, type Turn } from './run.ts';
export { createTargetedReminder, sendReminderNow } from './targeted.ts';
export { planTick, type TickDeps } from './tick.ts';
export { planOverview, type PlanOverview, type StepFormValues, type StepView } from './overview.ts';
