// Configuration of resets and retention of sessions.
import { MAX_RETENTION_DAYS, ResetPolicy } from '../sessions/session-lifecycle.ts';
import { integer, key, section } from './define-key.ts';

const lifecycle = (title: string, description: string) =>
  section(title, description, {
    reset: key('Reset', 'When a message starts a new conversation. The earlier one is kept.', ResetPolicy),
    retentionDays: integer(
      'Retention',
      'Days without activity after which a session is deleted. 0 means never. Pinned and archived sessions are never deleted.',
      0,
      [0, MAX_RETENTION_DAYS],
    ),
  });

/** `sessions`: one section for each class of session. */
export const SESSIONS = section('Sessions', 'Resets and retention, by session class.', {
  direct: lifecycle('Chats', 'Chats in the app and other clients.'),
  cron: lifecycle('Scheduled', 'Sessions of scheduled runs.'),
  subagent: lifecycle('Sub-agents', 'Sessions started by agents.'),
  channel: lifecycle('Channels', 'Sessions of channels.'),
  hook: lifecycle('Hooks', 'Sessions of hooks.'),
  api: lifecycle('HTTP API', 'Sessions of programs that use the HTTP API.'),
});
