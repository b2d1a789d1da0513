// The resources that a container uses, its ports, and the end of its log.
import type { MachineState } from '#contract/types/machines.ts';
import { formatBytes, formatTimeWithSeconds } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Facts } from '../../design/facts.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { useRequest } from '../../state/use-client.ts';

const LOG_LINES = 50;

/** Shown below the row. */
export function MachineDetails({ machine: { id, limits, memoryKills } }: { readonly machine: MachineState }) {
  const read = useRequest('machines.get', { id }, ['machines.changed']);
  const logs = useRequest('machines.logs', { id, limit: LOG_LINES }, ['machines.changed']);
  const of = (used: string, limit: string): string => t('machines.of', { used, limit });
  return (
    <div className="py-1.5">
      <RequestStatus read={read} rows={3} loading={t('machines.loading')} failed={t('machines.loadFailed')} />
      {read.data !== undefined && (
        <Facts
          className="grid-cols-[auto_1fr] text-xs"
          rows={[
            [t('machines.memory'), of(formatBytes(read.data.stats.memoryBytes), formatBytes(limits.memoryBytes))],
            [t('machines.cpus'), of(read.data.stats.cpus.toFixed(2), String(limits.cpus))],
            [t('machines.processes'), String(read.data.stats.processes)],
            [t('machines.disk'), of(formatBytes(read.data.stats.diskBytes), formatBytes(limits.diskBytes))],
            [t('machines.ports'), read.data.ports.length === 0 ? undefined : read.data.ports.join(', ')],
            [t('machines.memoryKills'), memoryKills === 0 ? undefined : String(memoryKills)],
          ]}
        />
      )}
      <h3 className="mt-3 mb-1 text-xs font-semibold text-ink">{t('machines.log')}</h3>
      <pre className="max-h-60 overflow-auto rounded-md bg-code p-2 text-xs whitespace-pre-wrap" tabIndex={0}>
        {(logs.data?.lines ?? []).map(({ at, source, text }, index) => (
          <span key={index} className={source === 'output' ? 'block text-ink-soft' : 'block text-ink'}>
            <span className="text-ink-faint">{formatTimeWithSeconds(at)}</span>{' '}
            {source === 'command' ? `$ ${text}` : text}
          </span>
        ))}
      </pre>
    </div>
  );
}
