// Where the connection stands: a dot that is always there, and a banner once it has been away for a moment.
import { useStore } from 'zustand';
import { Dot } from '../design/badge.tsx';
import { Button } from '../design/button.tsx';
import { Spinner } from '../design/states.tsx';
import { Tooltip } from '../design/tooltip.tsx';
import { useNow } from '../design/use-now.ts';
import { useServices } from '../state/use-client.ts';
import { connectionWords } from './connection-words.ts';

/** A connection that comes back within this time gets no banner, ms: nothing jumps for a hiccup. */
const BANNER_AFTER_MS = 700;

/** At the foot of the rail. */
export function ConnectionDot() {
  const { state } = useStore(useServices().connection);
  const words = connectionWords(state, useNow(undefined));
  return (
    <Tooltip text={words.long} side="right">
      <div
        role="status"
        tabIndex={0}
        aria-label={`Gateway: ${words.short}`}
        className="flex size-9 items-center justify-center rounded-lg"
      >
        <Dot tone={words.tone} />
      </div>
    </Tooltip>
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
