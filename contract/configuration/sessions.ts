// Configuration keys for resets and retention of sessions.
import { Type } from 'typebox';
import { facts, integer, section } from './define-key.ts';
import { LONGEST_RETENTION_DAYS, ResetPolicy } from '../sessions/session-lifecycle.ts';

const lifecycleSection = (title: string, description: string) =>
  section(title, description, {
    reset: Type.Optional({
      ...ResetPolicy,
      ...facts('Reset', 'When a message starts a new conversation. The earlier one is kept.'),
    }),
    retentionDays: integer(
      'Retention',
      'Days without activity after which a session is deleted. 0 keeps it. Pinned and archived sessions are never deleted.',
      { minimum: 0, maximum: LONGEST_RETENTION_DAYS, default: 0 },
    ),
  });

/** One section for each class of session. */
export const SESSIONS_SECTION = section('Sessions', 'Resets and retention, by class of session.', {
  direct: lifecycleSection('Chats', 'Chats in the app and other clients.'),
  cron: lifecycleSection('Scheduled', 'Sessions of scheduled runs.'),
  subagent: lifecycleSection('Sub-agents', 'Sessions started by agents.'),
  channel: lifecycleSection('Channels', 'Sessions of channels.'),
  hook: lifecycleSection('Hooks', 'Sessions of hooks.'),
  api: lifecycleSection('HTTP API', 'Sessions of programs that use the HTTP API.'),
});
