// A preset, such as read-only commands: its switch, and everything that it contains.
import type { RulePreset } from '#contract/types/approvals.ts';
import { t } from '#messages/translate.ts';
import { Chevron } from '../../design/chevron.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { Card } from '../../design/page.tsx';
import { Switch } from '../../design/switch.tsx';
import { useAction } from '../../design/toasts.ts';
import { patchConfiguration } from '../../state/patch-configuration.ts';
import { useClient } from '../../state/use-client.ts';
import { SettingRow } from '../settings/setting-row.tsx';

interface PresetCardProps {
  readonly preset: RulePreset;
  readonly onChanged: () => Promise<void>;
}

/** The setting that turns a preset on. */
const SETTINGS = {
  'read-only-commands': 'readOnlyCommands',
  'confined-commands': 'confinedCommands',
} as const satisfies Record<RulePreset['id'], string>;

/** Changes the setting of the preset. */
export function PresetCard({ preset: { id, enabled, commands }, onChanged }: PresetCardProps) {
  const client = useClient();
  const { busy, run } = useAction(t('approvals.preset.changeFailed'));
  const set = (isOn: boolean) =>
    run(async () => {
      await patchConfiguration(client, { approvals: { [SETTINGS[id]]: isOn } });
      await onChanged();
    });
  return (
    <Card>
      <SettingRow title={t(`approvals.preset.${id}`)} hint={t(`approvals.preset.${id}.hint`)}>
        {(control) => <Switch {...control} checked={enabled} disabled={busy} onChange={set} />}
      </SettingRow>
      <CommandList id={id} commands={commands} />
    </Card>
  );
}

function CommandList({ id, commands }: Pick<RulePreset, 'id' | 'commands'>) {
  return (
    <details className="group px-4 py-2.5">
      <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded-sm text-xs text-ink-soft hover:text-ink">
        <Chevron className="group-open:rotate-90 rtl:group-open:-rotate-90" />
        {t(`approvals.preset.${id}.commands`, { count: commands.length })}
      </summary>
      <p className="mt-2 text-xs text-ink-faint">{t(`approvals.preset.${id}.legend`)}</p>
      <ul className="mt-2 flex flex-col gap-2 pb-1">
        {commands.map(({ command, operands, options }) => (
          <li key={command} className="text-xs wrap-anywhere">
            <CommandText command={command} />{' '}
            {operands !== 'any' && <span className="text-ink-soft">{t(`approvals.preset.operands.${operands}`)}</span>}
            {options.length > 0 && <code className="mt-0.5 block text-2xs text-ink-faint">{options.join(' ')}</code>}
          </li>
        ))}
      </ul>
    </details>
  );
}
