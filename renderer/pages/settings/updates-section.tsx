// Updates: the version, the state of a check or download, and what is asked for.
import { useState } from 'react';
import type { JsonObject } from '#contract/types/json-object.ts';
import { UPDATE_CHANNELS, type UpdateState } from '#contract/types/updates.ts';
import { formatAgo, formatPercent, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { attempt, useAction } from '../../design/toasts.ts';
import { patchConfiguration } from '../../state/patch-configuration.ts';
import { useClient, useRequest, useSupports } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';
import { UpdateDialog } from './update-dialog.tsx';

/** Nothing where the gateway doesn't know about updates. */
export function UpdatesSection() {
  const isSupported = useSupports('updates.get');
  if (!isSupported) return null;
  return (
    <Section title={t('updates.title')}>
      <UpdatesCard />
    </Section>
  );
}

function UpdatesCard() {
  const read = useRequest('updates.get', {}, ['updates.changed', 'config.changed']);
  const state = read.data;
  if (state === undefined) return <RequestStatus read={read} rows={2} failed={t('updates.loadFailed')} />;
  return (
    <Card>
      <StateRow state={state} />
      {state.phase !== 'unavailable' && <SettingRows state={state} />}
      {keptForReturn(state).map(({ version, file }) => (
        <SettingRow key={version} title={t('updates.kept', { version })} hint={t('updates.kept.hint', { file })}>
          {() => <CopyButton label={t('updates.kept.copy')} text={file} />}
        </SettingRow>
      ))}
    </Card>
  );
}

function StateRow({ state }: { readonly state: UpdateState }) {
  const client = useClient();
  const check = useAction(t('updates.checkFailed'));
  const [isOpen, setOpen] = useState(false);
  return (
    <SettingRow title={t('updates.version', { version: state.currentVersion })} hint={describeState(state)}>
      {() =>
        state.phase === 'ready' ? (
          <>
            <Button label={t('updates.install')} look="primary" onClick={() => setOpen(true)} />
            <UpdateDialog state={state} open={isOpen} onClose={() => setOpen(false)} />
          </>
        ) : (
          state.phase !== 'unavailable' && (
            <Button
              label={t('updates.check')}
              disabled={check.busy || state.phase !== 'idle'}
              onClick={() => check.run(() => client.request('updates.check', {}))}
            />
          )
        )
      }
    </SettingRow>
  );
}

function SettingRows({ state }: { readonly state: UpdateState }) {
  const client = useClient();
  const change = (changes: JsonObject): void =>
    attempt(t('updates.notSaved'), () => patchConfiguration(client, { updates: changes }));
  return (
    <>
      <SettingRow title={t('updates.automatic')} hint={t('updates.automatic.hint', { server: state.server ?? '' })}>
        {(control) => (
          <Switch {...control} checked={state.checksAutomatically} onChange={(check) => change({ check })} />
        )}
      </SettingRow>
      <SettingRow title={t('updates.channel')} hint={t('updates.channel.hint')}>
        {(control) => (
          <Select
            {...control}
            value={state.channel}
            options={UPDATE_CHANNELS.map((value) => ({ value, label: t(`updates.channel.${value}`) }))}
            onChange={(channel) => change({ channel })}
          />
        )}
      </SettingRow>
    </>
  );
}

/** Installers of other versions than the current one and the one that was just downloaded. */
function keptForReturn({ kept, currentVersion, version }: UpdateState) {
  return kept.filter((one) => one.version !== currentVersion && one.version !== version);
}

/** The state as one or two sentences. */
export function describeState(state: UpdateState, now: number = Date.now()): string {
  const { phase, howTo, problem, checkedAt, version = '', percent = 0, installs = 'quit' } = state;
  switch (phase) {
    case 'unavailable':
      return howTo ?? t('updates.state.unavailable');
    case 'idle':
      if (problem !== undefined) return t('updates.state.failed', { problem });
      return checkedAt === undefined
        ? t('updates.state.idle')
        : t('updates.state.checked', { time: formatAgo(checkedAt, now) });
    case 'checking':
      return t('updates.state.checking');
    case 'downloading':
      return t('updates.state.downloading', { version, percent: formatPercent(percent / 100) });
    case 'ready':
      return joinFacts(t('updates.state.ready', { version }), t(`updates.installs.${installs}`));
    case 'installing':
      return t('updates.state.installing', { version });
  }
}
