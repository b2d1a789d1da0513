// Sends results of schedules to chats, and alerts about failures.
import { truncateText } from '#contract/types/truncate-text.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { ScheduleRun } from '../jobs/schedule-run.ts';
import type { DeliveredRun } from '../jobs/schedules-api.ts';
import type { ChatAddress } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunDelivery } from '../ports/run-delivery.ts';
import type { Log } from '../ports/log.ts';
import type { ScheduleRecord } from '../ports/schedules.ts';
import type { Connections } from './connections.ts';
import type { Outbox, Outgoing } from './outbox.ts';
import type { People } from './people.ts';
import { escapeText } from './requests.ts';
import type { ChatTexts } from './texts/english.ts';
import { waitForDelivery } from './wait-for-delivery.ts';

/** How long the end of a run waits to know whether its message arrived, ms. */
const WAIT_MS = 10_000;
/** Failures in a row before an alert, and the shortest time between two alerts, unless the schedule says otherwise. */
const ALERT_AFTER = 2;
const COOLDOWN_MS = 60 * 60_000;
const MAX_ERROR = 1_000;

/** What deliveries use. */
export interface DeliverPorts {
  readonly outbox: Outbox;
  readonly people: People;
  readonly connections: Connections;
  /** The texts in the language of a chat. */
  readonly texts: (channelId: string, to: ChatAddress) => Promise<ChatTexts>;
  readonly jobs: JobRunner;
  readonly clock: Clock;
  readonly log: Log;
}

interface Target {
  readonly channel?: string | null;
  readonly to?: string | null;
  readonly threadId?: string | number | null;
  readonly accountId?: string | null;
}

/** Sends what a schedule asks for about a run. Called again for the same run, it sends nothing new. */
export async function deliverRun(
  ports: DeliverPorts,
  schedule: ScheduleRecord,
  run: ScheduleRun,
): Promise<DeliveredRun> {
  try {
    if (run.status === 'ok') return await deliverResult(ports, schedule, run);
    return await alertAboutFailure(ports, schedule, run);
  } catch (error) {
    ports.log.warn("Couldn't send the result of a schedule.", { schedule: schedule.id, error: errorMessage(error) });
    return { delivery: { status: 'not-delivered', error: errorMessage(error) } };
  }
}

async function deliverResult(ports: DeliverPorts, schedule: ScheduleRecord, run: ScheduleRun): Promise<DeliveredRun> {
  const { delivery } = schedule;
  if (delivery?.mode === 'webhook')
    return { delivery: { status: 'not-delivered', error: 'Results can be sent to chats only, not to webhooks yet.' } };
  if (delivery === undefined || delivery.mode !== 'announce') return {};
  const text = run.summary?.trim() ?? '';
  if (text === '') return { delivery: { status: 'not-delivered', error: 'The run had no result to send.' } };
  const markdown = `**${escapeText(schedule.displayName ?? schedule.name)}**\n\n${text}`;
  return { delivery: await send(ports, delivery, () => markdown, `schedule:${run.id}`) };
}

async function alertAboutFailure(
  ports: DeliverPorts,
  schedule: ScheduleRecord,
  run: ScheduleRun,
): Promise<DeliveredRun> {
  const { failureAlert, state } = schedule;
  if (failureAlert === undefined || failureAlert === false || failureAlert.mode === 'webhook') return {};
  const isSkipped = run.status === 'skipped' || run.status === 'missed';
  if (isSkipped && failureAlert.includeSkipped !== true) return {};
  const failures = (isSkipped ? state.consecutiveSkipped : state.consecutiveErrors) + 1;
  if (failures < (failureAlert.after ?? ALERT_AFTER)) return {};
  const cooldownMs = failureAlert.cooldownMs ?? COOLDOWN_MS;
  if (ports.clock.now() - (state.lastFailureAlertAtMs ?? 0) < cooldownMs) return {};
  const reason = truncateText(run.error ?? run.reason ?? '', MAX_ERROR);
  const name = escapeText(schedule.displayName ?? schedule.name);
  const describe = (texts: ChatTexts): string => {
    const times = failures === 1 ? '' : ` ${texts.failedTimes(failures)}`;
    return `${isSkipped ? texts.wasSkipped(name) : texts.failed(name)}${times}\n\n${reason === '' ? texts.itFailed : escapeText(reason)}`;
  };
  const target = failureAlert.to === undefined ? { ...schedule.delivery, ...failureAlert } : failureAlert;
  const sent = await send(ports, target, describe, `alert:${run.id}`);
  return sent.status === 'not-delivered' ? {} : { isAlerted: true };
}

async function send(
  ports: DeliverPorts,
  target: Target,
  describe: (texts: ChatTexts) => string,
  key: string,
): Promise<RunDelivery> {
  const place = await findPlace(ports, target);
  if (place === undefined)
    return {
      status: 'not-delivered',
      error: 'There is no chat to send it to. Link a person, or set the chat of the schedule.',
    };
  const markdown = describe(await ports.texts(place.channel, place.to));
  const [id = ''] = await ports.outbox.add({ ...place, markdown }, key);
  const never = new AbortController().signal;
  const { state, error } = await waitForDelivery(ports.jobs, ports.clock, id, { ms: WAIT_MS, signal: never });
  if (state === 'sent') return { status: 'delivered' };
  return { status: state === 'failed' ? 'not-delivered' : 'unknown', ...(error === undefined ? {} : { error }) };
}

/** The chat that a schedule names; for `last` or none, the direct chat of the linked person who wrote last. */
async function findPlace(
  { people, connections }: DeliverPorts,
  { channel, to, threadId, accountId }: Target,
): Promise<Pick<Outgoing, 'channel' | 'to'> | undefined> {
  const named = channel === 'last' ? undefined : (channel ?? undefined);
  const id =
    named === undefined || accountId === undefined || accountId === null || accountId === 'default'
      ? named
      : `${named}-${accountId}`;
  if (id !== undefined && typeof to === 'string') {
    connections.requireKind(id);
    const hasThread = threadId !== undefined && threadId !== null;
    return { channel: id, to: { chatId: to, ...(hasThread ? { threadId: String(threadId) } : {}) } };
  }
  const candidates = (await people.list(id)).filter(({ chatId }) => chatId !== undefined);
  const last = candidates.toSorted((a, b) => (b.lastSeenAtMs ?? 0) - (a.lastSeenAtMs ?? 0))[0];
  return last?.chatId === undefined ? undefined : { channel: last.channel, to: { chatId: last.chatId } };
}
