// The keys of the configuration about how long conversations go on and sessions are kept.
import { Type } from 'typebox';
import { facts, integer, section } from './define-key.ts';
import { LONGEST_RETENTION_DAYS, ResetPolicy } from '../sessions/session-lifecycle.ts';

const lifecycleSection = (title: string, description: string) =>
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
  direct: lifecycleSection('Chats', 'Sessions of a person.'),
  cron: lifecycleSection('Scheduled', 'Sessions of schedules.'),
  subagent: lifecycleSection('Sub-agents', 'Sessions that agents started.'),
  channel: lifecycleSection('Channels', 'Sessions of chat channels.'),
  hook: lifecycleSection('Hooks', 'Sessions of hooks.'),
  api: lifecycleSection('Programs', 'Sessions of programs over HTTP.'),
});
