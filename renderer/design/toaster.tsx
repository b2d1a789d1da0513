// Shows the toasts. A toast stays while it is hovered or focused.
import { X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from './button.tsx';
import { cx } from './class-names.ts';
import { dismissToast, toastStore, type Toast } from './toasts.ts';
import { GatewayText } from './gateway-text.tsx';

/** Rendered once. `high` keeps it above the composer, so that it doesn't cover its buttons. */
export function Toaster({ high = false }: { readonly high?: boolean }) {
  const toasts = useStore(toastStore, (state) => state.toasts);
  return (
    <Radix.Provider label={t('controls.notification')} swipeDirection="right">
      {toasts.map((entry) => (
        <ToastCard key={entry.id} entry={entry} />
      ))}
      <Radix.Viewport
        label={t('controls.notifications')}
        className={cx(
          'fixed end-4 z-50 flex w-90 max-w-[calc(100vw-2rem)] flex-col gap-2 outline-none',
          high ? 'bottom-36' : 'bottom-4 max-md:bottom-18',
        )}
      />
    </Radix.Provider>
  );
}

function ToastCard({ entry }: { readonly entry: Toast }) {
  const { action } = entry;
  return (
    <Radix.Root
      duration={entry.lastsMs}
      onOpenChange={(open) => (open ? undefined : dismissToast(entry.id))}
      type={entry.tone === 'bad' ? 'foreground' : 'background'}
      className="appear flex items-center gap-2 pointer-coarse:gap-3 rounded-lg bg-raised py-2 pe-2 ps-3.5 shadow-high ring-1 ring-line"
    >
      <div className={cx('min-w-0 flex-1 wrap-anywhere', entry.tone === 'bad' && 'border-s-2 border-bad ps-2.5')}>
        <Radix.Title className="text-sm font-medium text-ink">{entry.title}</Radix.Title>
        {entry.detail === undefined ? null : (
          <Radix.Description className="text-xs text-ink-soft">
            <GatewayText>{entry.detail}</GatewayText>
          </Radix.Description>
        )}
      </div>
      {action === undefined ? null : (
        <Radix.Action asChild altText={action.label}>
          <Button label={action.label} size="sm" look="quiet" className="text-accent-ink" onClick={action.run} />
        </Radix.Action>
      )}
      <Radix.Close asChild>
        <IconButton icon={X} label={t('controls.dismiss')} size="xs" />
      </Radix.Close>
    </Radix.Root>
  );
}
