// Says why nothing can be changed while the database of a newer version is open.
import { useStore } from 'zustand';
import { CAP_READ_ONLY } from '#contract/wire/limits.ts';
import { t } from '#messages/translate.ts';
import { useServices } from '../state/use-client.ts';

/** Above every page, for as long as the database is read-only. */
export function ReadOnlyBanner() {
  const { hello } = useStore(useServices().connection);
  if (hello?.features.capabilities?.includes(CAP_READ_ONLY) !== true) return null;
  return (
    <div
      role="status"
      className="flex flex-none flex-wrap items-baseline gap-x-2 border-b border-warn-strong/60 bg-warn-soft px-4 py-2 text-sm text-ink"
    >
      <strong className="font-medium">{t('app.readOnly.title')}</strong>
      <span className="min-w-0">{t('app.readOnly.text')}</span>
    </div>
  );
}
