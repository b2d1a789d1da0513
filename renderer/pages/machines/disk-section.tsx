// Disk space that can be freed, with sizes and a confirmation.
import { DISK_PARTS, type DiskPartName } from '#contract/types/machines.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';

/** The section of the page. */
export function DiskSection() {
  const read = useRequest('machines.disk', {}, ['machines.changed']);
  const { data } = read;
  return (
    <Section title={t('machines.prune.title')} summary={t('machines.prune.summary')}>
      <RequestStatus read={read} rows={3} loading={t('machines.loading')} failed={t('machines.prune.loadFailed')} />
      {data !== undefined && (
        <CardList
          empty={null}
          rows={DISK_PARTS.map((part) => (
            <PartRow key={part} part={part} {...data[part]} onDone={read.reload} />
          ))}
        />
      )}
    </Section>
  );
}

interface PartProps {
  readonly part: DiskPartName;
  readonly count: number;
  readonly bytes: number;
  readonly onDone: () => Promise<void>;
}

function PartRow({ part, count, bytes, onDone }: PartProps) {
  const client = useClient();
  const action = useAction(t('machines.prune.failed'));
  const title = t(`machines.prune.${part}`);
  const size = formatBytes(bytes);
  const prune = (): void =>
    action.run(async () => {
      const { freedBytes } = await client.request('machines.prune', { part });
      toast({ title: t('machines.prune.done', { size: formatBytes(freedBytes) }) });
      await onDone();
    });
  return (
    <CardRow title={title} facts={count === 0 ? t('machines.prune.none') : t('machines.prune.facts', { count, size })}>
      <ConfirmButton
        trigger={
          <Button size="sm" busy={action.busy} disabled={count === 0} aria-label={t('machines.prune.label', { title })}>
            {t('machines.prune')}
          </Button>
        }
        title={t('machines.prune.question', { size })}
        description={t(`machines.prune.${part}.text`)}
        confirmLabel={t('machines.prune')}
        onConfirm={prune}
      />
    </CardRow>
  );
}
