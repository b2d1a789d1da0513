// The state of the connection: a dot that is always visible, and a banner once the connection has been lost for a moment.
import { useStore } from 'zustand';
import { formatDuration, formatNumber } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Facts } from '../design/facts.tsx';
import { Dot, type Tone } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Popover } from '../design/popover.tsx';
import { Spinner } from '../design/states.tsx';
import { useNow } from '../design/use-now.ts';
import { isOffline } from '../state/connection.ts';
import { useServices } from '../state/use-client.ts';
import type { ConnectionState } from '#contract/wire/client-api.ts';
import { GatewayText } from '../design/gateway-text.tsx';

/** A connection that returns within this time shows no banner, ms. */
const BANNER_AFTER_MS = 700;

/** At the bottom of the rail: a dot that opens the details. */
export function ConnectionDot() {
  const { connection } = useServices();
  const { state } = useStore(connection);
  const text = describeConnection(state, useNow(undefined));
  return (
    <>
      <span role="status" aria-label={t('app.connection.status', { state: text.short })} className="sr-only">
        {text.short}
      </span>
      <Popover
        label={t('app.connection.gateway')}
        side="right"
        align="end"
        className="w-64"
        trigger={
          <button
            type="button"
            aria-label={t('app.connection.details', { state: text.short })}
            title={text.long}
            className="flex size-9 items-center justify-center rounded-lg hover:bg-hover"
          >
            <Dot tone={text.tone} size="md" />
          </button>
        }
      >
        <GatewayDetails />
      </Popover>
    </>
  );
}

function GatewayDetails() {
  const { connection, sessions, approvals } = useServices();
  const { state, hello } = useStore(connection);
  const running = useStore(sessions.store, ({ rows }) => rows.filter((row) => row.status === 'running').length);
  const waiting = useStore(approvals.store, ({ pending }) => pending.length);
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('app.connection.gateway'), describeConnection(state, 0).short],
    [t('app.connection.version'), hello?.server.version],
    [
      t('app.connection.latency'),
      state.kind === 'connected' && state.latencyMs !== undefined ? formatDuration(state.latencyMs) : undefined,
    ],
    [t('app.connection.sessionsRunning'), formatNumber(running)],
    [t('app.connection.approvalsWaiting'), formatNumber(waiting)],
  ];
  return <Facts rows={facts} className="grid-cols-[1fr_auto] gap-y-1 text-xs [&_dd]:text-end" />;
}

/** Floats over the page while there is no connection, so that the layout stays put. */
export function ConnectionBanner() {
  const services = useServices();
  const { state, since } = useStore(services.connection);
  const away = isOffline(state);
  const now = useNow(away ? 250 : undefined);
  if (!away || now - since < BANNER_AFTER_MS) return null;
  const text = describeConnection(state, now);
  return (
    <div className="appear fixed top-2 left-1/2 z-30 flex min-h-9 max-w-[calc(100vw-1rem)] -translate-x-1/2 items-center gap-2.5 rounded-lg bg-raised py-1 pe-1.5 ps-3 text-sm text-ink shadow-mid ring-1 ring-warn-strong/60 max-md:top-13 max-md:w-[calc(100vw-1rem)]">
      {state.kind === 'disconnected' ? <Dot tone="bad" /> : <Spinner />}
      {/* A screen reader doesn't announce the countdown. */}
      <span role="status" className="sr-only">
        {text.short}
      </span>
      <span className="tabular min-w-0 flex-1">
        <GatewayText>{text.long}</GatewayText>
      </span>
      {text.action === undefined ? null : (
        <Button label={text.action} size="sm" onClick={() => services.client.retryNow()} />
      )}
    </div>
  );
}

/** How a state is shown. `action` labels the button that retries. */
interface ConnectionText {
  readonly tone: Tone;
  readonly short: string;
  readonly long: string;
  readonly action?: string;
}

/** Describes `state`; `nowMs` is the time on the screen. */
function describeConnection(state: ConnectionState, nowMs: number): ConnectionText {
  switch (state.kind) {
    case 'connected':
      return { tone: 'ok', short: t('app.connection.connected'), long: t('app.connection.connectedLong') };
    case 'connecting':
      return { tone: 'warn', short: t('app.connection.connecting'), long: t('app.connection.connectingLong') };
    case 'authenticating':
      return { tone: 'warn', short: t('app.connection.authenticating'), long: t('app.connection.authenticatingLong') };
    case 'reconnecting': {
      const seconds = Math.max(0, Math.ceil((state.retryAtMs - nowMs) / 1000));
      return {
        tone: 'warn',
        short: t('app.connection.reconnecting'),
        long: seconds === 0 ? t('app.connection.retryingNow') : t('app.connection.retryingIn', { seconds }),
        action: t('app.connection.retryNow'),
      };
    }
    case 'disconnected':
      return describeDisconnected(state);
  }
}

function describeDisconnected(state: Extract<ConnectionState, { readonly kind: 'disconnected' }>): ConnectionText {
  const text = { tone: 'bad', short: t('app.connection.disconnected'), action: t('controls.retry') } as const;
  switch (state.cause) {
    case 'unreachable':
      return { ...text, long: t('app.connection.unreachable') };
    case 'refused':
      return { ...text, short: t('app.connection.refused'), long: state.reason };
    case 'stopped':
      return { tone: 'neutral', short: text.short, long: t('app.connection.stopped') };
  }
}
