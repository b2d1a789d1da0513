// Configuration of timeouts and limits.
import { APPROVAL_TTL_MS } from '../wire/limits.ts';
import { DEFAULT_RATES } from '../wire/rates.ts';
import { integer, fraction, section } from './define-key.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const rate = (title: string, description: string, fallback: number) =>
  integer(title, description, fallback, [1, 10_000_000]);

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

/** `limits.connections`. */
const CONNECTIONS = section('Connections', 'Maximum number of connected clients. The desktop app is exempt.', {
  perDevice: integer('Per device', 'Connections of one device, API key, or browser.', 64, [1, 100_000]),
  total: integer(
    'In total',
    'All connections. The last tenth is reserved for clients that are not connected yet.',
    1_000,
    [10, 100_000],
  ),
});

/** `limits`. */
export const LIMITS = section('Limits', 'Timeouts and limits. Times are in milliseconds.', {
  approvalTtlMs: integer(
    'Approval timeout',
    'Time after which an unanswered approval expires and is denied.',
    APPROVAL_TTL_MS,
    [SECOND_MS, 30 * 24 * HOUR_MS],
  ),
  commandTimeoutMs: integer('Command timeout', 'Time after which a foreground command is stopped.', 10 * MINUTE_MS, [
    SECOND_MS,
    24 * HOUR_MS,
  ]),
  concurrentRuns: integer(
    'Concurrent runs',
    "Maximum number of runs at once; other runs are queued. Runs that wait for a person or a timer don't count. The limit is lowered while little memory is free.",
    5,
    [1, 1000],
  ),
  concurrentRunsPerUser: integer(
    'Concurrent runs per user',
    'Maximum number of runs at once for one user. 0 means that only the limit for all users applies.',
    0,
    [0, 1000],
  ),
  modelIdleTimeoutMs: integer(
    'Model idle timeout',
    'Time without data after which a model call fails.',
    2 * MINUTE_MS,
    [SECOND_MS, HOUR_MS],
  ),
  modelRetries: integer('Retries', 'Number of retries for a failed model call.', 3, [0, 10]),
  compactAt: fraction(
    'Compact at',
    'Share of the context window at which older messages are summarized.',
    0.8,
    [0.1, 1],
  ),
  compactAtMessages: integer(
    'Compact after',
    'Number of messages after which older ones are summarized, regardless of length.',
    // Twelve messages are kept in full, so a lower limit would summarize at every message.
    50,
    [20, 1_000_000],
  ),
  rates: RATES,
  connections: CONNECTIONS,
});
