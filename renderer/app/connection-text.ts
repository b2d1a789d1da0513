// Describes the state of the connection: a short form for the dot, a sentence for the banner.
import type { ConnectionState } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import type { Tone } from '../design/badge.tsx';

/** How a state is shown. `action` labels the button that retries. */
export interface ConnectionText {
  readonly tone: Tone;
  readonly short: string;
  readonly long: string;
  readonly action?: string;
}

/** Describes `state`; `nowMs` is the time on the screen. */
export function describeConnection(state: ConnectionState, nowMs: number): ConnectionText {
  switch (state.kind) {
    case 'ready':
      return { tone: 'ok', short: t('app.connection.connected'), long: t('app.connection.connectedLong') };
    case 'connecting':
      return { tone: 'warn', short: t('app.connection.connecting'), long: t('app.connection.connectingLong') };
    case 'reconnecting': {
      const seconds = Math.max(0, Math.ceil((state.retryAtMs - nowMs) / 1000));
      return {
        tone: 'warn',
        short: t('app.connection.reconnecting'),
        long: seconds === 0 ? t('app.connection.retryingNow') : t('app.connection.retryingIn', { seconds }),
        action: t('app.connection.retryNow'),
      };
    }
    case 'paused':
      return {
        tone: 'bad',
        short: t('app.connection.offline'),
        long: t('app.connection.offlineLong'),
        action: t('controls.retry'),
      };
    case 'refused':
      return { tone: 'bad', short: t('app.connection.refused'), long: state.reason, action: t('controls.retry') };
    case 'closed':
      return { tone: 'neutral', short: t('app.connection.closed'), long: t('app.connection.closedLong') };
  }
}
