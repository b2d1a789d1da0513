// The desktop app: its shortcut, how it starts, and crash reports.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { t } from '#messages/translate.ts';
import { CopyButton } from '../../design/copy-button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { attempt } from '../../design/toasts.ts';
import { useDesktopStatus } from '../../state/desktop-shell.ts';
import { patchConfiguration } from '../../state/patch-configuration.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';
import { ShortcutField } from './shortcut-field.tsx';

/** Settings, Desktop app. */
export function DesktopSection() {
  const client = useClient();
  const read = useRequest('config.get', {}, ['config.changed']);
  const status = useDesktopStatus();
  const config = read.data?.config;
  const desktop = isJsonObject(config) && isJsonObject(config['desktop']) ? config['desktop'] : undefined;
  if (desktop === undefined) return <RequestStatus read={read} rows={3} loading={t('controls.loading')} />;
  const change = (changes: JsonObject): void =>
    attempt(t('settings.desktop.notSaved'), () => patchConfiguration(client, { desktop: changes }));
  const shortcut = typeof desktop['shortcut'] === 'string' ? desktop['shortcut'] : '';
  const problem = status?.shortcut === 'taken' || status?.shortcut === 'invalid' ? status.shortcut : undefined;
  return (
    <>
      <Section title={t('settings.section.desktop')}>
        <Card>
          <SettingRow
            title={t('settings.desktop.shortcut')}
            hint={
              problem === undefined ? t('settings.desktop.shortcut.hint') : t(`settings.desktop.shortcut.${problem}`)
            }
          >
            {(control) => (
              <ShortcutField
                {...control}
                value={shortcut}
                onChange={(accelerator) => change({ shortcut: accelerator })}
              />
            )}
          </SettingRow>
          <SettingRow
            title={t('settings.desktop.openAtLogin')}
            hint={status?.loginProblem ?? t('settings.desktop.openAtLogin.hint')}
          >
            {(control) => (
              <Switch
                {...control}
                checked={desktop['openAtLogin'] === true}
                onChange={(openAtLogin) => change({ openAtLogin })}
              />
            )}
          </SettingRow>
          <SettingRow title={t('settings.desktop.keepAwake')} hint={t('settings.desktop.keepAwake.hint')}>
            {(control) => (
              <Switch
                {...control}
                checked={desktop['keepAwake'] !== false}
                onChange={(keepAwake) => change({ keepAwake })}
              />
            )}
          </SettingRow>
        </Card>
      </Section>
      {status !== undefined && (
        <Section title={t('settings.desktop.crashes')}>
          <Card>
            <SettingRow title={t('settings.desktop.crashFolder')} hint={status.crashFolder}>
              {() => <CopyButton label={t('settings.desktop.copyFolder')} text={status.crashFolder} />}
            </SettingRow>
          </Card>
        </Section>
      )}
    </>
  );
}
