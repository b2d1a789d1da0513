// This gateway: where it is, how its parts fare, what it takes.
import { useStore } from 'zustand';
import type { ReactNode } from 'react';
import { MAX_BUFFERED_BYTES, MAX_FRAME_BYTES } from '#contract/wire/limits.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { BindMode, NetworkAccessStatus } from '#contract/types/network-access.ts';
import { formatBytes, formatDuration } from '#messages/format.ts';
import { Badge, Dot } from '../../design/badge.tsx';
import { Card } from '../../design/page.tsx';
import { ErrorNote, Skeleton } from '../../design/states.tsx';
import { useRequest, useServices } from '../../state/use-client.ts';
import { CopyText } from './copy-text.tsx';
import { gatewayAddress } from './gateway-address.ts';
import { partsOf, type PartHealth } from './gateway-parts.ts';
import { readHealth } from './health-facts.ts';

/** Read once, and again after a reconnect or a change of settings: nothing here is polled. */
export function AboutCard() {
  const health = useRequest('health', {});
  const info = useRequest('system.info', {});
  const reach = useRequest('network.status', {}, ['settings.changed']);
  const providers = useRequest('providers.list', {}, ['settings.changed']);
  const config = useRequest('config.get', {}, ['config.changed']);
  if (health.status === 'error' && health.data === undefined)
    return (
      <ErrorNote
        title="The gateway does not answer"
        message={health.error.message}
        onRetry={() => void health.reload()}
      />
    );
  if (health.data === undefined) return <Skeleton className="h-64" />;
  const facts = readHealth(health.data);
  const parts = partsOf({ ...facts, reach: reach.data, providers: providers.data, config: config.data });
  return (
    <Card className="p-4">
      <dl className="grid grid-cols-[8rem_1fr] gap-x-4 gap-y-2 text-sm max-md:grid-cols-[6rem_1fr]">
        <Health parts={parts} />
        <Place reach={reach.data} />
        <Process uptimeMs={facts.uptimeMs} memoryBytes={facts.memoryBytes} info={info.data} />
        <Fact name="Limits">
          One message: {formatBytes(MAX_FRAME_BYTES)}. Waiting for one client: {formatBytes(MAX_BUFFERED_BYTES)}.
        </Fact>
      </dl>
    </Card>
  );
}

function Health({ parts }: { readonly parts: readonly PartHealth[] }) {
  const ill = parts.filter(({ problems }) => problems.length > 0).length;
  return (
    <Fact name="Health">
      {ill === 0 ? (
        <Badge tone="ok">all well</Badge>
      ) : (
        <Badge tone="bad">{ill === 1 ? 'one part has a problem' : `${ill} parts have problems`}</Badge>
      )}
      <ul className="mt-1.5 flex flex-col gap-1 text-xs">
        {parts.map(({ name, problems }) => (
          <li key={name} className="flex items-baseline gap-2">
            <Dot tone={problems.length === 0 ? 'ok' : 'bad'} />
            <span className="text-ink-soft">{name}</span>
            <span className="min-w-0 wrap-anywhere text-ink-faint">
              {problems.length === 0 ? 'well' : problems.join('; ')}
            </span>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

const BIND_WORDS: Readonly<Record<BindMode, string>> = {
  loopback: 'This machine only',
  lan: 'Local network',
  tailnet: 'Tailnet',
  custom: 'Chosen addresses',
};

function Place({ reach }: { readonly reach: NetworkAccessStatus | undefined }) {
  const { http, network } = gatewayAddress(location.origin, reach);
  return (
    <>
      <Fact name="Address">
        <CopyText text={http} />
      </Fact>
      {reach !== undefined && (
        <>
          <Fact name="Network">
            {BIND_WORDS[reach.mode]}
            {network.map((url) => (
              <span key={url} className="block">
                <CopyText text={url} />
              </span>
            ))}
          </Fact>
          <Fact name="Port">{reach.port}</Fact>
        </>
      )}
      {reach?.fingerprint !== undefined && (
        <Fact name="Fingerprint">
          <code className="text-xs">{reach.fingerprint}</code>
        </Fact>
      )}
    </>
  );
}

interface ProcessProps {
  readonly uptimeMs: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly info: MethodResult<'system.info'> | undefined;
}

function Process({ uptimeMs, memoryBytes, info }: ProcessProps) {
  const { connection } = useServices();
  const version = useStore(connection, ({ hello }) => hello?.server.version ?? '');
  return (
    <>
      <Fact name="Version">{version}</Fact>
      {uptimeMs !== undefined && <Fact name="Running for">{formatDuration(uptimeMs)}</Fact>}
      {memoryBytes !== undefined && <Fact name="Memory">{formatBytes(memoryBytes)}</Fact>}
      {info !== undefined && <Fact name="Machine">{machineWords(info)}</Fact>}
    </>
  );
}

function machineWords(info: MethodResult<'system.info'>): string {
  return [
    info.machineName ?? info.hostname,
    info.osLabel ?? info.platform,
    info.nodeVersion === undefined ? '' : `Node ${info.nodeVersion}`,
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ');
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="tabular min-w-0 wrap-anywhere text-ink">{children}</dd>
    </>
  );
}
