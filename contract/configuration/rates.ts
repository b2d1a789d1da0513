// The keys of the configuration that say how often a caller may ask.
import { integer, section } from './define-key.ts';
import { DEFAULT_RATES } from '../wire/rates.ts';

const rate = (title: string, description: string, fallback: number) =>
  integer(title, description, { minimum: 1, maximum: 10_000_000, default: fallback });

/** `limits.rates`. */
export const RATE_SECTION = section(
  'Requests per minute',
  'Of one caller: a key, a device, a browser, else an address. The window of this machine is not counted.',
  {
    read: rate('Reads', 'Calls that change nothing.', DEFAULT_RATES.read),
    write: rate('Writes', 'Calls that change something.', DEFAULT_RATES.write),
    chatSend: rate('Messages', 'Calls that give an agent work.', DEFAULT_RATES.chatSend),
    controlPlane: rate(
      'Control',
      'Changes of the configuration and of schedules, each method apart.',
      DEFAULT_RATES.controlPlane,
    ),
    pairing: rate('Access', 'Calls about devices, keys and browsers.', DEFAULT_RATES.pairing),
  },
);
