// The keys of the configuration about how long conversations go on and sessions are kept.
import { Type } from 'typebox';
import { facts, integer, section } from './define-key.ts';
import { LONGEST_RETENTION_DAYS, ResetPolicy } from '../sessions/session-lifecycle.ts';

const lifeOf = (title: string, description: string) =>
  section(title, description, {
    reset: Type.Optional({
      ...ResetPolicy,
      ...facts('New conversation', 'When a message begins a new conversation; the earlier one is kept.'),
    }),
    retentionDays: integer(
      'Kept for',
      'Days without activity after which a session is deleted; 0 keeps it. Pinned and archived sessions always stay.',
      { minimum: 0, maximum: LONGEST_RETENTION_DAYS, default: 0 },
    ),
  });

/** One part for each class of sessions. */
export const SESSIONS_SECTION = section('Sessions', 'How long conversations go on and sessions are kept.', {
  direct: lifeOf('Chats', 'Sessions of a person.'),
  cron: lifeOf('Scheduled', 'Sessions of schedules.'),
  subagent: lifeOf('Sub-agents', 'Sessions that agents started.'),
  channel: lifeOf('Channels', 'Sessions of chat channels.'),
  hook: lifeOf('Hooks', 'Sessions of hooks.'),
  api: lifeOf('Programs', 'Sessions of programs over HTTP.'),
});
