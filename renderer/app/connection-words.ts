// The state of the connection in words: short for the dot, whole for the banner.
import type { ConnectionState } from '#contract/wire/client-api.ts';
import type { Tone } from '../design/badge.tsx';

/** What is said and shown about a state. `action` names the button that helps. */
export interface ConnectionWords {
  readonly tone: Tone;
  readonly short: string;
  readonly long: string;
  readonly action?: string;
}

/** Words for `state`, `nowMs` being the time on the screen. */
export function connectionWords(state: ConnectionState, nowMs: number): ConnectionWords {
  switch (state.kind) {
    case 'ready':
      return { tone: 'ok', short: 'Connected', long: 'Connected to the gateway' };
    case 'connecting':
      return { tone: 'warn', short: 'Connecting', long: 'Connecting to the gateway…' };
    case 'reconnecting': {
      const seconds = Math.max(0, Math.ceil((state.retryAtMs - nowMs) / 1000));
      const when = seconds === 0 ? 'Trying now…' : `Trying again in ${seconds} s.`;
      return {
        tone: 'warn',
        short: 'Reconnecting',
        long: `Connection lost. ${when} What you send waits here.`,
        action: 'Try now',
      };
    }
    case 'paused':
      return {
        tone: 'bad',
        short: 'Offline',
        long: 'The gateway cannot be reached. Is it running?',
        action: 'Try again',
      };
    case 'refused':
      return { tone: 'bad', short: 'Refused', long: state.reason, action: 'Try again' };
    case 'closed':
      return { tone: 'neutral', short: 'Closed', long: 'The connection was closed.' };
  }
}
