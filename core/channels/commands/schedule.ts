// /schedule: lists schedules, and creates one whose result is sent to the chat.
import { errorMessage } from '#contract/wire/errors.ts';
import type { Cadence } from '../../ports/schedules.ts';
import { commandButton, defineChatCommand, type ChatCall, type ChatOutcome } from './chat-command.ts';
import { startFlow, type Flow } from './flows.ts';

const MAX_LISTED = 15;
const MAX_NAME = 60;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Asks what to do, and when. */
export const SCHEDULE_FLOW: Flow = {
  command: 'schedule',
  steps: [
    { name: 'message', ask: ({ askScheduleTask }) => askScheduleTask },
    {
      name: 'when',
      ask: ({ askScheduleTime }) => askScheduleTime,
      check: (answer, { notATime }) => (toCadence(answer) === undefined ? notATime : undefined),
    },
  ],
  finish: add,
};

export const SCHEDULE = defineChatCommand({
  name: 'schedule',
  usage: '[new]',
  run: async (call) => (call.args === 'new' ? create(call) : list(call)),
});

async function create(call: ChatCall): Promise<ChatOutcome> {
  if (!call.access.by.scopes.includes('operator.admin')) return call.texts.noSchedulePermission;
  return startFlow(call, SCHEDULE_FLOW);
}

function list({ schedules, texts }: ChatCall): ChatOutcome {
  const all = schedules()
    .list()
    .filter(({ payload }) => payload.kind !== 'heartbeat');
  const button = commandButton(texts.newSchedule, '/schedule new');
  const buttons = button === undefined ? [] : [[button]];
  if (all.length === 0) return { markdown: texts.noSchedules, buttons };
  const lines = all.slice(0, MAX_LISTED).map((schedule) => {
    const next = schedule.enabled ? schedules().nextTimes(schedule, 1)[0] : undefined;
    const state = !schedule.enabled
      ? texts.scheduleOff
      : next === undefined
        ? texts.scheduleDone
        : texts.scheduleNext(`${new Date(next).toISOString().slice(0, 16).replace('T', ' ')} UTC`);
    return `- **${schedule.displayName ?? schedule.name}**: ${state}`;
  });
  return { markdown: lines.join('\n'), buttons };
}

async function add(
  { schedules, channelId, chat, session, access, texts }: ChatCall,
  { message = '', when = '' }: Readonly<Record<string, string>>,
): Promise<string> {
  const cadence = toCadence(when);
  if (cadence === undefined) return texts.notATime;
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
    return texts.scheduleCreated(name);
  } catch (error) {
    return texts.scheduleFailed(errorMessage(error));
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
