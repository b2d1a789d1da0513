// Whether the model names new sessions. The setting is in the configuration file, because it costs a call of the model.
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { t } from '#messages/translate.ts';
import { Card, Section } from '../../design/page.tsx';
import { Switch } from '../../design/switch.tsx';
import { attempt } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';

/** A section of Settings, Agents. */
export function SessionTitlesCard() {
  const client = useClient();
  const { data, reload } = useRequest('config.get', {}, ['config.changed']);
  if (data === undefined) return null;
  const change = (automatic: boolean): void =>
    attempt(t('agents.titles.notSaved'), async () => {
      const raw = JSON.stringify({ titles: { automatic } });
      await client.request('config.patch', { raw, baseHash: data.hash });
      await reload();
    });
  return (
    <Section title={t('agents.titles')}>
      <Card>
        <SettingRow title={t('agents.titles.automatic')} hint={t('agents.titles.hint')}>
          {(control) => <Switch {...control} checked={isAutomatic(data)} onChange={change} />}
        </SettingRow>
      </Card>
    </Section>
  );
}

function isAutomatic({ config }: ConfigSnapshot): boolean {
  const titles = isJsonObject(config) ? config['titles'] : undefined;
  return !isJsonObject(titles) || titles['automatic'] !== false;
}
