// /schedule: lists schedules, and creates one whose result is sent to the chat.
import { errorMessage } from '#contract/wire/errors.ts';
import type { Cadence } from '../../ports/schedules.ts';
import { commandButton, defineChatCommand, type ChatCall, type ChatOutcome } from './chat-command.ts';
import { startFlow, type Flow } from './flows.ts';

const MAX_LISTED = 15;
const MAX_NAME = 60;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const EXAMPLES = '`30m`, `2h`, `9:00`, `weekdays 9:00`, or a cron expression';

/** Asks what to do, and when. */
export const SCHEDULE_FLOW: Flow = {
  command: 'schedule',
  steps: [
    { name: 'message', ask: () => 'What should the agent do each time?' },
    {
      name: 'when',
      ask: () => `When? For example ${EXAMPLES}.`,
      check: (answer) => (toCadence(answer) === undefined ? `That is not a time. Examples: ${EXAMPLES}.` : undefined),
    },
  ],
  finish: add,
};

export const SCHEDULE = defineChatCommand({
  name: 'schedule',
  description: 'List the schedules, or create one.',
  usage: '[new]',
  run: async (call) => (call.args === 'new' ? create(call) : list(call)),
});

async function create(call: ChatCall): Promise<ChatOutcome> {
  if (!call.access.by.scopes.includes('operator.admin')) return 'You do not have permission to create schedules.';
  return startFlow(call, SCHEDULE_FLOW);
}

function list({ schedules }: ChatCall): ChatOutcome {
  const all = schedules()
    .list()
    .filter(({ payload }) => payload.kind !== 'heartbeat');
  const button = commandButton('New schedule', '/schedule new');
  const buttons = button === undefined ? [] : [[button]];
  if (all.length === 0) return { markdown: 'There are no schedules.', buttons };
  const lines = all.slice(0, MAX_LISTED).map((schedule) => {
    const next = schedule.enabled ? schedules().nextTimes(schedule, 1)[0] : undefined;
    const state = !schedule.enabled
      ? 'off'
      : next === undefined
        ? 'done'
        : `next: ${new Date(next).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return `- **${schedule.displayName ?? schedule.name}**: ${state}`;
  });
  return { markdown: lines.join('\n'), buttons };
}

async function add(
  { schedules, channelId, chat, session, access }: ChatCall,
  { message = '', when = '' }: Readonly<Record<string, string>>,
): Promise<string> {
  const cadence = toCadence(when);
  if (cadence === undefined) return `That is not a time. Examples: ${EXAMPLES}.`;
  try {
    const { name } = await schedules().add(
      {
        name: message.length > MAX_NAME ? `${message.slice(0, MAX_NAME)}…` : message,
        enabled: true,
        cadence,
        sessionTarget: 'isolated',
        wakeMode: 'now',
        payload: { kind: 'agentTurn', message },
        agentId: session.agentId,
        delivery: {
          mode: 'announce',
          channel: channelId,
          to: chat.chatId,
          ...(chat.threadId === undefined ? {} : { threadId: chat.threadId }),
        },
      },
      access.by,
    );
    return `Created the schedule **${name}**. Results are sent to this chat.`;
  } catch (error) {
    return `The schedule couldn't be created: ${errorMessage(error)}`;
  }
}

/** A time in words or as a cron expression of five fields; undefined if it is neither. */
export function toCadence(text: string): Cadence | undefined {
  const trimmed = text.trim().toLowerCase();
  const [, count, unit = ''] = /^(?:every\s+)?(\d{1,4})\s*([mhd])$/.exec(trimmed) ?? [];
  if (count !== undefined && Number(count) > 0) return { kind: 'every', everyMs: Number(count) * (UNITS[unit] ?? 0) };
  const [, weekdays, hour, minute] =
    /^(?:every\s+day\s+|daily\s+|(weekdays|every weekday)\s+)?(?:at\s+)?([01]?\d|2[0-3]):([0-5]\d)$/.exec(trimmed) ??
    [];
  if (hour !== undefined)
    return { kind: 'cron', expr: `${Number(minute)} ${Number(hour)} * * ${weekdays === undefined ? '*' : '1-5'}` };
  return /^(\S+\s+){4}\S+$/.test(trimmed) ? { kind: 'cron', expr: text.trim() } : undefined;
}
