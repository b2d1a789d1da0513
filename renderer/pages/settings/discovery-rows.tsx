// Whether apps on the local network can find the gateway, and everything that this reveals.
import type { DiscoveryMode, DiscoveryStatus, RevealedFact } from '#contract/types/network-access.ts';
import { DISCOVERY_MODES } from '#contract/types/network-access.ts';
import { t } from '#messages/translate.ts';
import { Select } from '../../design/select.tsx';
import { useAction } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';

interface DiscoveryRowsProps {
  readonly discovery: DiscoveryStatus;
  readonly reload: () => Promise<void>;
}

/** A change takes effect immediately. What "full" adds is listed before it is chosen. */
export function DiscoveryRows({ discovery, reload }: DiscoveryRowsProps) {
  const client = useClient();
  const { run } = useAction(t('devices.discovery.changeFailed'));
  const { mode, reveals, error } = discovery;
  const set = (next: DiscoveryMode) =>
    run(async () => {
      await client.request('network.discovery.set', { mode: next });
      await reload();
    });
  const choices = DISCOVERY_MODES.map((value) => ({ value, label: t(`devices.discovery.mode.${value}`) }));
  const added = findAdded(reveals.minimal, reveals.full);
  return (
    <>
      <SettingRow title={t('devices.discovery.title')} hint={t(`devices.discovery.hint.${mode}`)}>
        {(control) => <Select {...control} className="w-44" value={mode} options={choices} onChange={set} />}
      </SettingRow>
      <div className="flex flex-col gap-2 px-4 py-3 text-sm">
        {error !== undefined && <p className="text-warn">{t('devices.discovery.failed', { reason: error })}</p>}
        {mode !== 'off' && <Facts title={t('devices.discovery.reveals')} facts={reveals[mode]} />}
        {mode !== 'full' && <Facts title={t('devices.discovery.fullReveals')} facts={added} />}
      </div>
    </>
  );
}

function Facts({ title, facts }: { readonly title: string; readonly facts: readonly RevealedFact[] }) {
  return (
    <div>
      <p className="text-xs text-ink-soft">{title}</p>
      <ul className="mt-1 flex flex-col gap-1" dir="ltr">
        {facts.map(({ name, value }) => (
          <li key={name} className="text-xs wrap-anywhere text-ink-faint">
            <code className="text-ink">{name}</code> {value}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The facts that differ from those of the minimal mode. */
function findAdded(minimal: readonly RevealedFact[], full: readonly RevealedFact[]): readonly RevealedFact[] {
  const known = new Map(minimal.map(({ name, value }) => [name, value]));
  return full.filter(({ name, value }) => known.get(name) !== value);
}
