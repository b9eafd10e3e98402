/** The tables of schema `auth` as drizzle and the sign-in library know them; the property names are the library's. */
import { bigint, boolean, customType, pgSchema, text, timestamp } from './drizzle.ts';

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });
const at = (name: string) => timestamp(name, { withTimezone: true });
const stamps = { createdAt: at('created_at').notNull().defaultNow(), updatedAt: at('updated_at').notNull().defaultNow() };

export const authSchema = pgSchema('auth');
export const user = authSchema.table('user', {
	id: text('id').notNull(), name: text('name').notNull(), email: text('email').notNull(), emailVerified: boolean('email_verified').notNull().default(false), image: text('image'), ...stamps
});
export const session = authSchema.table('session', {
	id: text('id').notNull(), token: text('token').notNull(), userId: text('user_id').notNull(), expiresAt: at('expires_at').notNull(),
	ipAddress: text('ip_address'), userAgent: text('user_agent'), ...stamps
});
export const account = authSchema.table('account', {
	id: text('id').notNull(), accountId: text('account_id').notNull(), providerId: text('provider_id').notNull(), userId: text('user_id').notNull(), password: text('password'),
	accessToken: text('access_token'), refreshToken: text('refresh_token'), idToken: text('id_token'),
	accessTokenExpiresAt: at('access_token_expires_at'), refreshTokenExpiresAt: at('refresh_token_expires_at'), scope: text('scope'), ...stamps
});
export const verification = authSchema.table('verification', {
	id: text('id').notNull(), identifier: text('identifier').notNull(), value: text('value').notNull(), expiresAt: at('expires_at').notNull(), ...stamps
});
export const signInAttempt = authSchema.table('sign_in_attempt', {
	id: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(), key: bytea('key').notNull(), at: at('at').notNull().defaultNow()
});
