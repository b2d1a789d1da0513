// Encrypted backups: the last result, back up now, the schedule, the passphrase, and the stored files.
import { useState } from 'react';
import type { BackupStatus } from '#contract/types/backups.ts';
import { formatAgo, formatDateTime, formatPercent, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CopyText } from '../../design/copy-button.tsx';
import { Card, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { Switch } from '../../design/switch.tsx';
import { attempt, useAction } from '../../design/toasts.ts';
import { patchConfiguration } from '../../state/patch-configuration.ts';
import { useClient, useRequest, useSupports } from '../../state/use-client.ts';
import { BackupList } from './backup-list.tsx';
import { BackupSecretDialog } from './backup-secret-dialog.tsx';
import { SettingRow } from './setting-row.tsx';

/** Nothing where the gateway has no encrypted backups. */
export function BackupsSection() {
  const isSupported = useSupports('backup.status');
  if (!isSupported) return null;
  return (
    <Section title={t('backups.title')} summary={t('backups.summary')}>
      <BackupsCard />
    </Section>
  );
}

function BackupsCard() {
  const read = useRequest('backup.status', {}, ['settings.changed', 'config.changed']);
  const status = read.data;
  if (status === undefined) return <RequestStatus read={read} rows={3} failed={t('backups.loadFailed')} />;
  return (
    <div className="flex flex-col gap-3">
      <Card>
        <RunRow status={status} />
        <ScheduleRow status={status} />
        <PassphraseRow status={status} />
        {status.kind === 's3' && <S3Row status={status} />}
        <SettingRow title={t('backups.location')} hint={t('backups.location.hint')}>
          {() => <CopyText text={status.location} label={t('backups.location.copy')} />}
        </SettingRow>
      </Card>
      <BackupList revision={status.last?.endedAt ?? 0} />
    </div>
  );
}

function RunRow({ status }: { readonly status: BackupStatus }) {
  const client = useClient();
  const create = useAction(t('backups.createFailed'));
  const cancel = useAction(t('backups.cancelFailed'));
  return (
    <SettingRow title={t('backups.last')} hint={<span role="status">{describeRun(status)}</span>}>
      {() =>
        status.running === undefined ? (
          <Button
            label={t('backups.create')}
            look="primary"
            busy={create.busy}
            disabled={status.problem !== undefined}
            onClick={() => create.run(() => client.request('backup.create', {}))}
          />
        ) : (
          <Button
            label={t('backups.cancel')}
            busy={cancel.busy}
            onClick={() => cancel.run(() => client.request('backup.cancel', {}))}
          />
        )
      }
    </SettingRow>
  );
}

function ScheduleRow({ status }: { readonly status: BackupStatus }) {
  const client = useClient();
  const { enabled, nextAt, keep } = status;
  const next = nextAt === undefined ? undefined : t('backups.next', { time: formatDateTime(nextAt) });
  return (
    <SettingRow title={t('backups.scheduled')} hint={joinFacts(next, t('backups.keep', { count: keep }))}>
      {(control) => (
        <Switch
          {...control}
          checked={enabled}
          onChange={(value) =>
            attempt(t('backups.notSaved'), () => patchConfiguration(client, { backup: { enabled: value } }))
          }
        />
      )}
    </SettingRow>
  );
}

function PassphraseRow({ status: { encryption } }: { readonly status: BackupStatus }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <SettingRow title={t('backups.encryption')} hint={t(`backups.encryption.${encryption}`)}>
      {() =>
        encryption !== 'recipients' && (
          <>
            <Button
              label={encryption === 'none' ? t('backups.passphrase.set') : t('backups.passphrase.change')}
              onClick={() => setOpen(true)}
            />
            <BackupSecretDialog what="passphrase" open={isOpen} onClose={() => setOpen(false)} />
          </>
        )
      }
    </SettingRow>
  );
}

function S3Row({ status: { hasS3Secret } }: { readonly status: BackupStatus }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <SettingRow title={t('backups.s3')} hint={hasS3Secret ? t('backups.s3.isSet') : t('backups.s3.missing')}>
      {() => (
        <>
          <Button label={t('backups.s3.set')} onClick={() => setOpen(true)} />
          <BackupSecretDialog what="s3" open={isOpen} onClose={() => setOpen(false)} />
        </>
      )}
    </SettingRow>
  );
}

/** The active run, why none is possible, or the result of the last one. */
function describeRun({ running, problem, last }: BackupStatus, now: number = Date.now()): string {
  if (running !== undefined) return t('backups.running', { percent: formatPercent(running.fraction) });
  if (problem !== undefined) return problem;
  if (last === undefined) return t('backups.none');
  const time = formatAgo(last.endedAt, now);
  switch (last.state) {
    case 'done':
      return last.error === undefined
        ? t('backups.done', { time })
        : t('backups.doneWith', { time, error: last.error });
    case 'failed':
      return t('backups.failed', { time, error: last.error ?? '' });
    case 'canceled':
      return t('backups.canceled', { time });
  }
}
