// The inspector: files, changes, terminal, details of the focused session. On a phone it covers the session.
import { X } from 'lucide-react';
import { Suspense } from 'react';
import { useStore } from 'zustand';
import { supports } from '#contract/wire/features.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { Resizer } from '../../../design/resizer.tsx';
import { SkeletonLines } from '../../../design/states.tsx';
import { Tabs } from '../../../design/tabs.tsx';
import { INSPECTOR_WIDTHS, isDraftKey } from '../../../state/layout.ts';
import { useTerminalPlace } from '../../../state/terminal-place.ts';
import { useBackLayer } from '../../../state/use-back-layer.ts';
import { useServices } from '../../../state/use-client.ts';
import { INSPECTOR_TABS } from './inspector-tabs.ts';

/** Empty while closed, or if the focused session doesn't exist yet. */
export function Inspector({ sessionKey }: { readonly sessionKey: string | undefined }) {
  const { layout, connection } = useServices();
  const { inspectorOpen, inspectorTab, inspectorWidth } = useStore(layout);
  const isOpen = inspectorOpen && sessionKey !== undefined && !isDraftKey(sessionKey);
  useBackLayer(isOpen, () => layout.setState({ inspectorOpen: false }));
  const hello = useStore(connection, (state) => state.hello);
  const place = useTerminalPlace();
  const tabs = INSPECTOR_TABS.filter(
    ({ id, needs }) => supports(hello, ...needs) && (id !== 'terminal' || place === 'right'),
  );
  const tab = tabs.find((entry) => entry.id === inspectorTab) ?? tabs.at(-1) ?? INSPECTOR_TABS[0];
  if (!isOpen) return null;
  return (
    <aside
      aria-label={t('sessions.inspector')}
      style={{ width: inspectorWidth }}
      className="relative flex min-h-0 max-w-[60%] shrink-0 flex-col border-s border-line bg-surface max-md:fixed max-md:inset-0 max-md:z-30 max-md:!w-full max-md:max-w-none"
    >
      <Edge />
      <Tabs
        label={t('sessions.inspector')}
        tabs={tabs.map(({ id, icon: Icon }) => ({
          id,
          label: t(`sessions.inspector.${id}`),
          icon: <Icon size={14} aria-hidden />,
        }))}
        value={tab.id}
        onChange={(id) => layout.setState({ inspectorTab: id })}
        className="min-h-0 flex-1"
        actions={
          <IconButton
            icon={X}
            label={t('sessions.inspector.close')}
            onClick={() => layout.setState({ inspectorOpen: false })}
          />
        }
      >
        <Suspense fallback={<SkeletonLines count={4} className="p-5" />}>
          <tab.component key={sessionKey} sessionKey={sessionKey} />
        </Suspense>
      </Tabs>
    </aside>
  );
}

/** The handle on the left that changes the width. */
function Edge() {
  const { layout } = useServices();
  const width = useStore(layout, (state) => state.inspectorWidth);
  const grow = (by: number): void =>
    layout.setState((state) => ({
      inspectorWidth: Math.min(INSPECTOR_WIDTHS.max, Math.max(INSPECTOR_WIDTHS.min, state.inspectorWidth + by)),
    }));
  return (
    <Resizer
      mirrored
      label={t('sessions.inspector.width')}
      value={width}
      min={INSPECTOR_WIDTHS.min}
      max={INSPECTOR_WIDTHS.max}
      onDrag={(px) => grow(-px)}
      onStep={(direction) => grow(-20 * direction)}
      className="absolute inset-y-0 -start-1 z-20 w-2 cursor-col-resize hover:bg-accent-soft focus-visible:bg-accent-soft max-md:hidden"
    />
  );
}
