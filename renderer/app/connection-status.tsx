// Where the connection stands: a dot that is always there, and a banner once it has been away for a moment.
import { useStore } from 'zustand';
import { Dot } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Popover } from '../design/popover.tsx';
import { Spinner } from '../design/states.tsx';
import { useNow } from '../design/use-now.ts';
import { useServices } from '../state/use-client.ts';
import { connectionWords } from './connection-words.ts';

/** A connection that comes back within this time gets no banner, ms: nothing jumps for a hiccup. */
const BANNER_AFTER_MS = 700;

/** At the foot of the rail: a dot that opens to details. */
export function ConnectionDot() {
  const { connection } = useServices();
  const { state } = useStore(connection);
  const words = connectionWords(state, useNow(undefined));
  return (
    <>
      <span role="status" aria-label={`Gateway: ${words.short}`} className="sr-only">
        {words.short}
      </span>
      <Popover
        label="Gateway"
        side="right"
        align="end"
        className="w-64"
        trigger={
          <button
            type="button"
            aria-label={`Gateway details, ${words.short}`}
            title={words.long}
            className="flex size-9 items-center justify-center rounded-lg hover:bg-hover"
          >
            <Dot tone={words.tone} />
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
    ['Gateway', connectionWords(state, 0).short],
    ['Version', hello?.server.version],
    [
      'Answers in',
      state.kind === 'ready' && state.latencyMs !== undefined ? `${Math.round(state.latencyMs)} ms` : undefined,
    ],
    ['Sessions running', String(running)],
    ['Approvals waiting', String(waiting)],
  ];
  return (
    <dl className="tabular grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-xs">
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="text-right text-ink">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** Over the page while there is no connection: nothing is moved by it. */
export function ConnectionBanner() {
  const services = useServices();
  const { state, since } = useStore(services.connection);
  const away = state.kind !== 'ready' && state.kind !== 'closed';
  const now = useNow(away ? 250 : undefined);
  if (!away || now - since < BANNER_AFTER_MS) return null;
  const words = connectionWords(state, now);
  return (
    <div className="appear fixed top-2 left-1/2 z-30 flex min-h-9 max-w-[calc(100vw-1rem)] -translate-x-1/2 items-center gap-2.5 rounded-lg bg-raised py-1 pr-1.5 pl-3 text-sm text-ink shadow-mid ring-1 ring-warn-strong/60 max-md:top-13 max-md:w-[calc(100vw-1rem)]">
      {state.kind === 'paused' ? <Dot tone="bad" /> : <Spinner />}
      {/* The seconds that count down are not read out. */}
      <span role="status" className="sr-only">
        {words.short}
      </span>
      <span className="tabular min-w-0 flex-1">{words.long}</span>
      {words.action === undefined ? null : (
        <Button size="sm" onClick={() => services.client.retryNow()}>
          {words.action}
        </Button>
      )}
    </div>
  );
}
