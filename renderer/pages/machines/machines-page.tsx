// Containers: their state and resources, what to do with them, their images, and the disk space that can be freed.
import { Container } from 'lucide-react';
import type { MachineKindState, MachineList } from '#contract/types/machines.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { CardList, Page, Section } from '../../design/page.tsx';
import { EmptyState, ErrorNote, RequestStatus } from '../../design/states.tsx';
import { useRequest, useSupports } from '../../state/use-client.ts';
import { DefaultMachineField } from './default-machine.tsx';
import { needsContainers } from './describe-machine.ts';
import { DiskSection } from './disk-section.tsx';
import { ImagesSection } from './images-section.tsx';
import { MachineRow } from './machine-row.tsx';
import { ResourcesSection } from './resources-section.tsx';

/** `/machines`. */
export function MachinesPage() {
  const read = useRequest('machines.list', {}, ['machines.changed', 'settings.changed']);
  const canSample = useSupports('resources.samples');
  const isAvailable = read.data?.kinds.some(hasContainers) ?? false;
  return (
    <Page title={t('machines.title')} summary={t('machines.summary')} width="wide">
      <RequestStatus read={read} rows={4} loading={t('machines.loading')} failed={t('machines.loadFailed')} />
      {read.data !== undefined && (
        <Section title={t('machines.kinds')} summary={t('machines.kinds.summary')}>
          <DefaultMachineField list={read.data} onChange={read.reload} />
        </Section>
      )}
      {read.data !== undefined && <Machines list={read.data} onChange={read.reload} />}
      {canSample && <ResourcesSection />}
      {isAvailable && <ImagesSection />}
      {isAvailable && <DiskSection />}
    </Page>
  );
}

interface MachinesProps {
  readonly list: MachineList;
  readonly onChange: () => Promise<void>;
}

function Machines({ list, onChange }: MachinesProps) {
  const { kinds, machines } = list;
  const containers = kinds.find(({ kind }) => kind === 'docker');
  const missing = containers?.isAvailable === false ? containers : undefined;
  const engine = containers?.engine;
  return (
    <Section title={t('machines.containers')} summary={engine}>
      {missing !== undefined && (
        <div className="mb-3">
          {needsContainers(list) ? (
            <ErrorNote
              title={t('machines.noEngine')}
              message={missing.reason ?? ''}
              hint={t('machines.install')}
              onRetry={onChange}
            />
          ) : (
            <EmptyState
              icon={Container}
              title={t('machines.noEngine')}
              text={joinSentences(missing.reason ?? '', t('machines.notNeeded'), t('machines.install'))}
              action={<Button size="sm" label={t('machines.lookAgain')} onClick={() => void onChange()} />}
            />
          )}
        </div>
      )}
      {missing === undefined && machines.length === 0 && (
        <EmptyState icon={Container} title={t('machines.empty.title')} text={t('machines.empty.text')} />
      )}
      {machines.length > 0 && (
        <CardList
          empty={null}
          rows={machines.map((machine) => (
            <MachineRow key={machine.id} machine={machine} onChange={onChange} />
          ))}
        />
      )}
    </Section>
  );
}

function joinSentences(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function hasContainers({ kind, isAvailable }: MachineKindState): boolean {
  return kind === 'docker' && isAvailable;
}
