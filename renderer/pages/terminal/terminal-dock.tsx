// The terminals below the panes, if they are there.
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { supports } from '#contract/wire/features.ts';
import { t } from '#messages/translate.ts';
import { Resizer } from '../../design/resizer.tsx';
import { SkeletonLines } from '../../design/states.tsx';
import { isDraftKey, TERMINAL_HEIGHTS } from '../../state/layout.ts';
import { lazyPart } from '../../state/load-part.ts';
import { useTerminalPlace } from '../../state/terminal-place.ts';
import { useServices } from '../../state/use-client.ts';

const TerminalPanel = lazyPart(() => import('./terminal-panel.tsx'), 'TerminalPanel');

/** Empty while it is closed, or if the focused session doesn't exist yet. */
export function TerminalDock({ sessionKey }: { readonly sessionKey: string | undefined }) {
  const { layout, connection } = useServices();
  const { terminalOpen, terminalHeight } = useStore(layout);
  const hello = useStore(connection, (state) => state.hello);
  const place = useTerminalPlace();
  if (place !== 'below' || !terminalOpen || sessionKey === undefined || isDraftKey(sessionKey)) return null;
  if (!supports(hello, 'terminal.open')) return null;
  const grow = (by: number): void =>
    layout.setState((state) => ({
      terminalHeight: Math.min(TERMINAL_HEIGHTS.max, Math.max(TERMINAL_HEIGHTS.min, state.terminalHeight + by)),
    }));
  return (
    <section
      aria-label={t('terminal.list')}
      style={{ height: terminalHeight }}
      className="relative flex max-h-[70%] min-h-0 shrink-0 flex-col border-t border-line bg-surface"
    >
      <Resizer
        label={t('terminal.height')}
        orientation="horizontal"
        value={terminalHeight}
        min={TERMINAL_HEIGHTS.min}
        max={TERMINAL_HEIGHTS.max}
        onDrag={(px) => grow(-px)}
        onStep={(direction) => grow(-20 * direction)}
        className="absolute inset-x-0 -top-1 z-20 h-2 cursor-row-resize hover:bg-accent-soft focus-visible:bg-accent-soft"
      />
      <Suspense fallback={<SkeletonLines count={4} className="p-5" />}>
        <TerminalPanel key={sessionKey} sessionKey={sessionKey} />
      </Suspense>
    </section>
  );
}
