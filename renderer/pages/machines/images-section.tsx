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
import { toast, useAction } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { patchConfiguration } from '../../state/patch-configuration.ts';
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
              {image.isChosen && <Badge tone="ok">{t('machines.images.chosen')}</Badge>}
              {image.isUsed && !image.isChosen && <Badge>{t('machines.images.used')}</Badge>}
              {!image.isChosen && image.names.length > 0 && <UseButton image={image} onDone={read.reload} />}
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

/** Chooses an image for new containers. */
function UseButton({ image, onDone }: { readonly image: MachineImage; readonly onDone: () => Promise<void> }) {
  const client = useClient();
  const action = useAction(t('machines.images.useFailed'));
  const [name = ''] = image.names;
  const use = (): void =>
    action.run(async () => {
      await patchConfiguration(client, { machines: { docker: { image: name, source: 'image' } } });
      await onDone();
      toast({ title: t('machines.images.nowUsed', { name }), detail: t('machines.images.nowUsedText') });
    });
  return (
    <Button
      size="sm"
      busy={action.busy}
      label={t('machines.images.use')}
      aria-label={t('machines.images.useName', { name })}
      onClick={use}
    />
  );
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
