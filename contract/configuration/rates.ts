// Configuration keys for rate limits.
import { integer, section } from './define-key.ts';
import { DEFAULT_RATES } from '../wire/rates.ts';

const rate = (title: string, description: string, fallback: number) =>
  integer(title, description, { minimum: 1, maximum: 10_000_000, default: fallback });

/** `limits.rates`. */
export const RATE_SECTION = section(
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
