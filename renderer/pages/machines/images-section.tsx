// The images on this computer, and a form that downloads another with progress.
import { Download } from 'lucide-react';
import { useState } from 'react';
import type { MachineImage } from '#contract/types/machines.ts';
import { formatAgo, formatBytes, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { TextInput } from '../../design/field.tsx';
import { CardList, CardRow, Section } from '../../design/page.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useAction } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useClient, useRequest } from '../../state/use-client.ts';

const MINUTE_MS = 60_000;

/** The section of the page. */
export function ImagesSection() {
  const read = useRequest('machines.images.list', {}, ['machines.changed']);
  const now = useNow(MINUTE_MS);
  return (
    <Section title={t('machines.images')} summary={t('machines.images.summary')}>
      <PullForm onDone={read.reload} />
      <RequestStatus read={read} rows={3} loading={t('machines.loading')} failed={t('machines.images.loadFailed')} />
      {read.data !== undefined && (
        <CardList
          empty={t('machines.images.empty')}
          rows={read.data.images.map((image) => (
            <CardRow key={image.id} title={toName(image)} facts={formatFacts(image, now)}>
              {image.isUsed && <Badge>{t('machines.images.used')}</Badge>}
            </CardRow>
          ))}
        />
      )}
    </Section>
  );
}

function toName({ names, id }: MachineImage): string {
  return names.length === 0 ? id : names.join(', ');
}

function formatFacts({ sizeBytes, createdAt, pinned }: MachineImage, now: number): string {
  return joinFacts(formatBytes(sizeBytes), formatAgo(createdAt, now), pinned);
}

function PullForm({ onDone }: { readonly onDone: () => Promise<void> }) {
  const client = useClient();
  const action = useAction(t('machines.pull.failed'));
  const [name, setName] = useState('');
  const [progress, setProgress] = useState('');
  const pull = (): void =>
    action.run(async () => {
      const onProgress = ({ step = '' }: { readonly step?: string }): void => setProgress(step);
      await client
        .request('machines.images.pull', { name: name.trim() }, { onProgress })
        .finally(() => setProgress(''));
      setName('');
      await onDone();
    });
  return (
    <form
      className="mb-3 flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        pull();
      }}
    >
      <div className="min-w-48 flex-1">
        <TextInput
          aria-label={t('machines.pull.name')}
          placeholder={t('machines.pull.example')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <Button
        type="submit"
        icon={Download}
        busy={action.busy}
        disabled={name.trim() === ''}
        label={t('machines.pull')}
      />
      {progress !== '' && (
        <p role="status" className="basis-full truncate text-xs text-ink-soft">
          {progress}
        </p>
      )}
    </form>
  );
}
