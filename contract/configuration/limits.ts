// Configuration of timeouts and limits.
import { APPROVAL_TTL_MS } from '../wire/limits.ts';
import { DEFAULT_RATES } from '../wire/rates.ts';
import { integer, fraction, section } from './define-key.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const rate = (title: string, description: string, fallback: number) =>
  integer(title, description, { minimum: 1, maximum: 10_000_000, default: fallback });

/** `limits.rates`. */
const RATES = section(
  'Requests per minute',
  'Rate limits per caller: API key, device, browser, or IP address. The desktop app is exempt.',
  {
    read: rate('Reads', 'Calls that only read.', DEFAULT_RATES.read),
    write: rate('Writes', 'Calls that change data.', DEFAULT_RATES.write),
    chatSend: rate('Messages', 'Calls that send a message to an agent.', DEFAULT_RATES.chatSend),
    controlPlane: rate(
      'Configuration',
      'Changes to configuration and schedules, counted per method.',
      DEFAULT_RATES.controlPlane,
    ),
    pairing: rate('Pairing', 'Calls about devices, API keys, and browsers.', DEFAULT_RATES.pairing),
  },
);

/** `limits`. */
export const LIMITS = section('Limits', 'Timeouts and limits. Times are in milliseconds.', {
  approvalTtlMs: integer('Approval timeout', 'Time after which an unanswered approval expires and is denied.', {
    minimum: SECOND_MS,
    maximum: 30 * 24 * HOUR_MS,
    default: APPROVAL_TTL_MS,
  }),
  commandTimeoutMs: integer('Command timeout', 'Time after which a foreground command is stopped.', {
    minimum: SECOND_MS,
    maximum: 24 * HOUR_MS,
    default: 10 * MINUTE_MS,
  }),
  concurrentRuns: integer('Concurrent runs', 'Maximum number of concurrent runs. Other runs are queued.', {
    minimum: 1,
    maximum: 1000,
    default: 64,
  }),
  modelIdleTimeoutMs: integer('Model idle timeout', 'Time without data after which a model call fails.', {
    minimum: SECOND_MS,
    maximum: HOUR_MS,
    default: 2 * MINUTE_MS,
  }),
  modelRetries: integer('Retries', 'Number of retries for a failed model call.', {
    minimum: 0,
    maximum: 10,
    default: 3,
  }),
  compactAt: fraction('Compact at', 'Share of the context window at which older messages are summarized.', {
    minimum: 0.1,
    maximum: 1,
    default: 0.8,
  }),
  compactAtMessages: integer(
    'Compact after',
    'Number of messages after which older ones are summarized, regardless of length.',
    // Twelve messages are kept in full, so a lower limit would summarize at every message.
    { minimum: 20, maximum: 1_000_000, default: 50 },
  ),
  rates: RATES,
});
