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
  // Kept here, because the list is replaced when it reloads.
  const [results, setResults] = useState<Results>({});
  const keep = (name: string, result: BackupVerification) => setResults((before) => ({ ...before, [name]: result }));
  return <List key={revision} results={results} onResult={keep} />;
}

type Results = Readonly<Record<string, BackupVerification>>;

interface ListProps {
  readonly results: Results;
  readonly onResult: (name: string, result: BackupVerification) => void;
}

function List({ results, onResult }: ListProps) {
  const read = useRequest('backup.list', {});
  if (read.data === undefined) return <RequestStatus read={read} rows={1} failed={t('backups.listFailed')} />;
  const { backups } = read.data;
  if (backups.length === 0) return null;
  return (
    <Card>
      {backups.slice(0, SHOWN).map((backup) => (
        <Row
          key={backup.name}
          backup={backup}
          result={results[backup.name]}
          onResult={(result) => onResult(backup.name, result)}
        />
      ))}
    </Card>
  );
}

interface RowProps {
  readonly backup: BackupRow;
  readonly result: BackupVerification | undefined;
  readonly onResult: (result: BackupVerification) => void;
}

function Row({ backup: { name, bytes, createdAt }, result, onResult }: RowProps) {
  const client = useClient();
  const verify = useAction(t('backups.verifyFailed'));
  const facts = joinFacts(name, formatBytes(bytes), result === undefined ? undefined : describeResult(result));
  return (
    <SettingRow title={formatDateTime(createdAt)} hint={<span role="status">{facts}</span>}>
      {() => (
        <Button
          label={t('backups.verify')}
          busy={verify.busy}
          onClick={() => verify.run(async () => onResult(await client.request('backup.verify', { name })))}
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
