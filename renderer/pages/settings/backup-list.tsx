// The stored backups, each of which can be verified.
import { useState } from 'react';
import type { BackupRow, BackupVerification } from '#contract/types/backups.ts';
import { formatBytes, formatDateTime, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Card } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useAction } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { SettingRow } from './setting-row.tsx';

/** Shows at most this many. */
const SHOWN = 20;

/** Reloads when `revision` changes. Nothing while there are no backups. */
export function BackupList({ revision }: { readonly revision: number }) {
  return <List key={revision} />;
}

function List() {
  const read = useRequest('backup.list', {});
  if (read.data === undefined) return <RequestStatus read={read} rows={1} failed={t('backups.listFailed')} />;
  const { backups } = read.data;
  if (backups.length === 0) return null;
  return (
    <Card>
      {backups.slice(0, SHOWN).map((backup) => (
        <Row key={backup.name} backup={backup} />
      ))}
    </Card>
  );
}

function Row({ backup: { name, bytes, createdAt } }: { readonly backup: BackupRow }) {
  const client = useClient();
  const verify = useAction(t('backups.verifyFailed'));
  const [result, setResult] = useState<BackupVerification | undefined>();
  const facts = joinFacts(name, formatBytes(bytes), result === undefined ? undefined : describeResult(result));
  return (
    <SettingRow title={formatDateTime(createdAt)} hint={<span role="status">{facts}</span>}>
      {() => (
        <Button
          label={t('backups.verify')}
          busy={verify.busy}
          onClick={() => verify.run(async () => setResult(await client.request('backup.verify', { name })))}
        />
      )}
    </SettingRow>
  );
}

function describeResult({ checked, summary }: BackupVerification): string {
  if (checked === 'checksum' || summary === undefined) return t('backups.verified.checksum');
  const { sessions, workspaceFiles } = summary.counts;
  return t('backups.verified.contents', { sessions, files: workspaceFiles });
}
